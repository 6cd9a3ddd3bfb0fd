with
    people as (select * from {{ ref('audit_duplicates__people') }}),

    final as (
        select
            person_id,
            count(*) as records,
            cast(count_if(is_live) as bigint) as live_records,
            count(distinct identity_key) as identities,
            count(distinct system) as systems,
            cast(count_if(is_duplicate and is_of_record) as bigint) as duplicates,
            cast(count_if(is_live and is_opted_out) as bigint) as opted_out_records,
            bool_or(is_already_contact) as is_lead_and_contact,
            bool_or(is_owner_split and is_of_record) as is_owner_split,
            bool_or(is_opt_out_missed) as is_opt_out_missed,
            {{ string_agg_sorted("distinct system", "', '") }} as system_names
        from people
        where records_of_person > 1
        group by person_id
    )

select *
from final
