-- How many records of each object are duplicates of a person.
with
    people as (select * from {{ ref('audit_duplicates__people') }} where is_live),

    final as (
        select
            system,
            object,
            count(*) as records,
            count(distinct person_id) as people,
            count(case when is_duplicate then 1 end) as duplicates,
            count(case when is_owner_split then 1 end) as owner_splits,
            count(case when is_opt_out_missed then 1 end) as opt_outs_missed,
            count(case when identity_not_judged_because is not null then 1 end) as not_judged
        from people
        group by system, object
    )

select *
from final
