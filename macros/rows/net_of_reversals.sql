{#
    CTE `net_rows`: invoices net of credit notes, or payments net of refunds. A credit note
    cancels the last invoice, a refund the last payment, with the same payer, currency and amount
    before it; several at once cancel as many. A row without payer, amount or time cancels
    nothing.

    relation  CTE with `key`, system, payer, currency, `amount` (of either sign), `at` and takes_back
#}
{% macro net_of_reversals(relation, key, amount, at) -%}
    counted as (
        select
            {{ relation }}.*,
            sum(case when takes_back then 0 else 1 end) over (
                partition by system, payer, currency, abs({{ amount }})
                order by {{ at }} asc nulls last, case when takes_back then 1 else 0 end, {{ key }}
                rows between unbounded preceding and current row
            ) as place
        from {{ relation }}
    ),

    reversed_rows as (
        select
            system,
            payer,
            currency,
            abs({{ amount }}) as {{ amount }},
            place
            + 1
            - row_number() over (
                partition by system, payer, currency, abs({{ amount }}), place
                order by {{ at }}, {{ key }}
            ) as place
        from counted
        where takes_back and {{ at }} is not null
    ),

    net_rows as (
        select counted.*
        from counted
        left join
            reversed_rows
            on counted.system = reversed_rows.system
            and counted.payer = reversed_rows.payer
            and counted.currency is not distinct from reversed_rows.currency
            and abs(counted.{{ amount }}) = reversed_rows.{{ amount }}
            and counted.place = reversed_rows.place
        where not counted.takes_back and reversed_rows.system is null
    )
{%- endmacro %}
