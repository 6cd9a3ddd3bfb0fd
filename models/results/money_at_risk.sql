-- The money of all findings by kind. A record that three findings name counts once, with the
-- largest
-- of its amounts.
with
    records as (select * from {{ ref('finding_money_records') }}),

    counted as (
        select kind, currency, counted_as, max(low) as low, max(likely) as likely, max(high) as high
        from records
        group by kind, currency, counted_as
    ),

    named as (
        select kind, currency, count(distinct finding_id) as findings
        from records
        group by kind, currency
    ),

    final as (
        select
            counted.kind,
            counted.currency,
            min(named.findings) as findings,
            count(*) as records,
            cast(sum(counted.low) as decimal(18, 2)) as low,
            cast(sum(counted.likely) as decimal(18, 2)) as likely,
            cast(sum(counted.high) as decimal(18, 2)) as high
        from counted
        inner join
            named
            on counted.kind = named.kind
            and counted.currency is not distinct from named.currency
        group by counted.kind, counted.currency
    )

select *
from final
