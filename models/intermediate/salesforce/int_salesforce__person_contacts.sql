-- A person account is an account and a contact at once: whatever names its contact is about the
-- account.
with
    accounts as (select * from {{ ref('stg_salesforce__account') }} where is_person_account),

    final as (
        select
            system,
            person_contact_id as contact_id,
            min({{ record_key('system', "'account'", 'record_id') }}) as person_key
        from accounts
        where person_contact_id is not null
        group by system, person_contact_id
    )

select *
from final
