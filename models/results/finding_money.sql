-- The money of each finding by kind. Kinds are never added, and currencies neither.
with
    records as (select * from {{ ref('finding_money_records') }}),

    final as (
        select
            finding_id,
            kind,
            currency,
            count(*) as records,
            cast(sum(low) as decimal(18, 2)) as low,
            cast(sum(likely) as decimal(18, 2)) as likely,
            cast(sum(high) as decimal(18, 2)) as high,
            min(basis) || case
                when count(*) > count(likely)
                then '; ' || (count(*) - count(likely)) || ' of them without a known amount'
                else ''
            end as basis
        from records
        group by finding_id, kind, currency
    )

select *
from final
