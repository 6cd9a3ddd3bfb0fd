-- The further addresses of a contact: those of the records merged into it, among others.
with
    contacts as (
        select * from {{ ref('stg_hubspot__contact') }} where hs_additional_emails is not null
    ),

    listed as (
        select
            system,
            record_id,
            {{ split_rows("replace(hs_additional_emails, ',', ';')", ';') }} as email
        from contacts
    ),

    final as (
        select distinct
            {{ record_key('system', "'contact'", 'record_id') }} as person_key, trim(email) as email
        from listed
        where trim(email) <> ''
    )

select *
from final
