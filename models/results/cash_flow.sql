-- Won deals by what became of them, each currency apart.
with
    deals as (select * from {{ ref('deals_to_cash') }}),

    classes as (select * from {{ ref('cash_classes') }}),

    final as (
        select
            coalesce(deals.class, 'not_judged') as class,
            coalesce(classes.place, 99) as place,
            -- null means it is not judged: it is no known fault.
            coalesce(classes.is_fault, false) as is_fault,
            coalesce(classes.words, 'not judged') as words,
            deals.currency,
            deals.risk,
            count(*) as deals,
            cast(count_if(deals.is_late) as bigint) as late,
            cast(sum(deals.amount) as decimal(18, 4)) as amount,
            cast(sum(deals.invoiced) as decimal(18, 4)) as invoiced,
            cast(sum(deals.paid) as decimal(18, 4)) as paid,
            cast(sum(deals.money_at_risk) as decimal(18, 4)) as money_at_risk,
            min(deals.not_judged_because) as not_judged_because
        from deals
        left join classes on deals.class = classes.class
        group by
            deals.class, classes.place, classes.is_fault, classes.words, deals.currency, deals.risk
    )

select *
from final
