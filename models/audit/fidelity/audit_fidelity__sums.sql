-- Amounts that are added up per group of records before they are compared. Credit notes and refunds
-- count as negative, voided invoices not at all. A deal and its invoices also agree if one of these
-- does: the amounts without tax; without drafts; without what was credited; without invoices that
-- were cancelled or sent twice (`invoices_sent_once` lists those).
with
    pair_groups as (select * from {{ ref('audit_fidelity__pair_groups') }}),

    fields as (select * from {{ ref('audit_fidelity__declared_fields') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    payments as (select * from {{ ref('payments') }}),

    invoice_repeats as (select * from {{ ref('audit_matching__invoice_repeats') }}),

    company as (select * from {{ ref('declared_company') }}),

    currency_minor_units as (select * from {{ ref('currency_minor_units') }}),

    as_of as (select * from {{ ref('as_of') }}),

    money_records as (
        select opportunity_key as entity_key, currency, false as takes_back, false as is_void
        from opportunities
        union all
        select
            invoice_key as entity_key,
            currency,
            kind = 'credit_note' as takes_back,
            -- null means no export has the status: the invoice counts.
            coalesce(status in ('void', 'deleted'), false) as is_void
        from invoices
        union all
        select payment_key as entity_key, currency, kind = 'refund' as takes_back, false as is_void
        from payments
    ),

    grouped_fields as (
        select
            fields.*,
            fields.compare = 'sum' as is_sum,
            handoffs.cardinality = 'many_to_one' as is_target_one
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        where fields.compare = 'sum' or (fields.kind = 'money' and fields.is_comparable)
    ),

    sided as (
        {%- for side in ['source', 'target'] %}
            select distinct
                pair_groups.handoff_id,
                pair_groups.pair_group,
                grouped_fields.field,
                grouped_fields.kind,
                '{{ side }}' as side,
                pair_groups.{{ side }}_record_key as record_key,
                grouped_fields.{{ side }}_position as value_position,
                grouped_fields.{{ side }}_decimal_mark as decimal_mark
            from pair_groups
            inner join
                grouped_fields
                on pair_groups.handoff_id = grouped_fields.handoff_id
                and (grouped_fields.is_sum or pair_groups.is_billing)
                {{ 'union all' if not loop.last }}
        {%- endfor %}
    ),

    written as (
        select
            sided.*,
            {{ clean_value(value_at('record_values.column_values', 'sided.value_position')) }}
            as text
        from sided
        inner join record_values on sided.record_key = record_values.entity_key
    ),

    parsed as (
        select
            written.*,
            case
                when kind = 'money'
                then {{ parse_money('text', 'decimal_mark') }}
                else try_cast({{ normalise_number('text') }} as decimal(38, 6))
            end as amount
        from written
    ),

    -- What an amount is without tax, where the export has the tax, and what was credited of it.
    invoice_amounts as (
        select
            invoices.invoice_key,
            invoices.status,
            invoices.issued_at,
            invoices.tax is null
            and (invoices.subtotal is null or invoices.subtotal = invoices.total) as is_tax_unknown,
            case
                when invoices.subtotal + coalesce(invoices.tax, 0) = invoices.total
                then invoices.subtotal
                when invoices.subtotal is null or invoices.tax is not null
                then invoices.total - coalesce(invoices.tax, 0)
                else invoices.total
            end as net,
            invoices.total,
            coalesce(invoices.amount_credited, 0) as credited
        from invoices
    ),

    signed as (
        select
            parsed.*,
            case
                when money_records.is_void then 0 when money_records.takes_back then -1 else 1
            end as sign,
            money_records.currency,
            -- null means it is no invoice, or no export has its status.
            coalesce(invoice_amounts.status = 'draft', false) as is_draft,
            invoice_repeats.invoice_key is not null
            and coalesce(invoice_repeats.is_duplicate, false) as is_repeat,
            invoice_repeats.invoice_key is null
            and invoice_amounts.invoice_key is not null as is_cancelled,
            invoice_repeats.not_judged_because is not null as is_repeat_unknown,
            invoice_amounts.issued_at,
            coalesce(invoice_amounts.is_tax_unknown, true) as is_tax_unknown,
            coalesce(invoice_amounts.credited, 0) as credited,
            -- The amount that is compared is the total or the net amount of the invoice.
            case
                when parsed.amount = invoice_amounts.total
                then invoice_amounts.net
                when parsed.amount = invoice_amounts.net
                then invoice_amounts.total
                else parsed.amount
            end as other_amount
        from parsed
        left join money_records on parsed.record_key = money_records.entity_key
        left join invoice_amounts on parsed.record_key = invoice_amounts.invoice_key
        left join invoice_repeats on parsed.record_key = invoice_repeats.invoice_key
    ),

    weighted as (
        select
            signed.*,
            case when takes_back_amount then - abs(amount) else amount * abs(sign) end as counted,
            case
                when takes_back_amount then - abs(other_amount) else other_amount * abs(sign)
            end as other_counted,
            sign = 1 and not is_draft and not is_cancelled and not is_repeat as is_in_force
        from (select *, sign = -1 as takes_back_amount from signed) as signed
    ),

    added_up as (
        select
            handoff_id,
            pair_group,
            field,
            min(case when side = 'source' then record_key end) as source_record_key,
            min(case when side = 'target' then record_key end) as target_record_key,
            {%- for side in ['source', 'target'] %}
                count(case when side = '{{ side }}' then 1 end) as {{ side }}_count,
                count(case when side = '{{ side }}' then amount end) as {{ side }}_read,
                sum(case when side = '{{ side }}' then counted end) as {{ side }}_amount,
            {%- endfor %}
            sum(case when side = 'target' then other_counted end) as other_amount,
            sum(case when side = 'target' and not is_draft then counted else 0 end) as sent_amount,
            sum(
                case when side = 'target' and not is_draft then other_counted else 0 end
            ) as sent_other_amount,
            sum(case when side = 'target' and is_in_force then counted else 0 end) as kept_amount,
            sum(
                case when side = 'target' and is_in_force then other_counted else 0 end
            ) as kept_other_amount,
            sum(
                case when side = 'target' and not is_draft then credited * abs(sign) else 0 end
            ) as credited,
            count(case when side = 'target' and is_in_force then 1 end) as in_force_count,
            min(case when side = 'target' and is_in_force then amount end) as least_amount,
            max(case when side = 'target' and is_in_force then amount end) as most_amount,
            min(
                case when side = 'target' and is_in_force then other_amount end
            ) as least_other_amount,
            max(
                case when side = 'target' and is_in_force then other_amount end
            ) as most_other_amount,
            min(case when side = 'target' and is_in_force then issued_at end) as first_issued_at,
            max(case when side = 'target' and is_in_force then issued_at end) as last_issued_at,
            bool_or(side = 'target' and is_repeat) as has_repeat,
            bool_or(side = 'target' and is_repeat_unknown) as has_unknown_repeat,
            bool_and(side = 'source' or is_tax_unknown) as is_tax_unknown,
            min(currency) as currency,
            min(currency) <> max(currency) as has_several_currencies
        from weighted
        group by handoff_id, pair_group, field
    ),

    group_kinds as (
        select
            pair_group,
            bool_or(is_billing) as is_billing,
            bool_or(is_one_to_one) as is_one_to_one,
            count(*) as pair_count
        from pair_groups
        group by pair_group
    ),

    -- Each added amount of money is rounded by at most half of the smallest unit of its currency.
    measured as (
        select
            added_up.*,
            group_kinds.is_billing,
            group_kinds.is_one_to_one,
            group_kinds.pair_count,
            grouped_fields.is_sum,
            grouped_fields.is_target_one,
            grouped_fields.kind,
            grouped_fields.authority,
            grouped_fields.is_routing_input,
            grouped_fields.has_source_history,
            grouped_fields.has_target_history,
            greatest(added_up.source_count, added_up.target_count) as many_count,
            case
                when grouped_fields.kind <> 'money'
                then 0.0000
                when currency_minor_units.minor_digits = 0
                then 0.5000
                when currency_minor_units.minor_digits = 3
                then 0.0005
                else 0.0050
            end
            * greatest(added_up.source_count, added_up.target_count) as rounding
        from added_up
        inner join group_kinds on added_up.pair_group = group_kinds.pair_group
        inner join
            grouped_fields
            on added_up.handoff_id = grouped_fields.handoff_id
            and added_up.field = grouped_fields.field
        cross join company
        left join
            currency_minor_units
            on coalesce(added_up.currency, company.currency) = currency_minor_units.currency
    ),

    compared as (
        select
            measured.*,
            source_read = source_count and target_read = target_count as is_read,
            abs(source_amount - target_amount) <= rounding as is_plainly_equal,
            is_billing
            and (
                abs(source_amount - other_amount) <= rounding * 2
                or abs(source_amount - sent_amount) <= rounding
                or abs(source_amount - sent_other_amount) <= rounding * 2
                or abs(source_amount - (sent_amount - credited)) <= rounding
                or abs(source_amount - (sent_other_amount - credited)) <= rounding * 2
                or abs(source_amount - kept_amount) <= rounding
                or abs(source_amount - kept_other_amount) <= rounding * 2
            ) as is_equal_otherwise,
            -- How many equal invoices the deal consists of.
            case
                when not is_billing or in_force_count = 0
                then null
                when
                    least_amount = most_amount
                    and {{ is_whole_multiple('source_amount', 'least_amount') }}
                then round(source_amount / least_amount)
                when
                    least_other_amount = most_other_amount
                    and {{ is_whole_multiple('source_amount', 'least_other_amount') }}
                then round(source_amount / least_other_amount)
            end as instalments,
            case
                when in_force_count > 1
                then
                    {{ elapsed_seconds('first_issued_at', 'last_issued_at') }}
                    / (in_force_count - 1)
            end as interval_seconds
        from measured
    ),

    -- Handoffs in which deals are billed in several invoices that add up.
    instalment_handoffs as (
        select distinct handoff_id
        from compared
        where is_billing and in_force_count > 1 and (is_plainly_equal or is_equal_otherwise)
    ),

    -- The share by which most invoices without a tax column exceed their deals.
    tax_shares as (
        select handoff_id, field, round(target_amount / source_amount, 4) as tax_share
        from compared
        where
            is_billing
            and is_tax_unknown
            and is_read
            and source_amount > 0
            and target_amount > source_amount + rounding
        group by handoff_id, field, round(target_amount / source_amount, 4)
        having count(*) >= {{ audit_limit('usual_tax_deals') }}
    ),

    explained as (
        select
            compared.*,
            case
                when not is_read
                then null
                when is_plainly_equal
                then 'the amounts add up'
                when is_equal_otherwise and has_repeat
                then 'the amounts add up without the invoices that were sent twice'
                when is_equal_otherwise
                then 'the amounts add up without tax, drafts and what was credited'
                when
                    instalments > in_force_count
                    and in_force_count > 1
                    and interval_seconds >= {{ audit_limit('instalment_days') }} * 86400
                    and {{ elapsed_seconds('last_issued_at', 'as_of.as_of') }}
                    <= interval_seconds * 1.5
                then 'instalments that are not finished yet'
                when
                    instalments >= 1
                    and in_force_count > greatest(instalments, 1)
                    and not has_repeat
                    and not has_unknown_repeat
                    and interval_seconds >= {{ audit_limit('instalment_days') }} * 86400
                then 'the same amount in every period'
            end as equal_because,
            case
                when source_read < source_count and not is_target_one
                then 'the amount that the sum is compared with cannot be read'
                when target_read < target_count and is_target_one
                then 'the amount that the sum is compared with cannot be read'
                when not is_read
                then 'an amount of the sum cannot be read'
                when is_plainly_equal or is_equal_otherwise
                then null
                when has_several_currencies
                then 'the amounts have several currencies'
                when has_unknown_repeat
                then 'nothing says whether an invoice was sent twice'
                when
                    instalments between 2 and 12
                    and in_force_count = 1
                    and instalment_handoffs.handoff_id is not null
                    and {{ elapsed_seconds('last_issued_at', 'as_of.as_of') }}
                    <= {{ audit_limit('first_instalment_days') }} * 86400
                then 'it may be the first of several instalments'
                when tax_shares.tax_share is not null
                then
                    'no export has the tax of the invoice, and other deals of the handoff differ by the same share'
            end as unknown_because
        from compared
        cross join as_of
        left join instalment_handoffs on compared.handoff_id = instalment_handoffs.handoff_id
        left join
            tax_shares
            on compared.handoff_id = tax_shares.handoff_id
            and compared.field = tax_shares.field
            and is_billing
            and is_tax_unknown
            and case when source_amount > 0 then round(target_amount / source_amount, 4) end
            = tax_shares.tax_share
    ),

    -- A pair of one deal and one invoice is compared like any other pair, unless the difference
    -- is explained here.
    told as (
        select
            explained.*,
            case when equal_because is null then unknown_because end as not_judged_because,
            cast(cast(source_amount as decimal(38, 2)) as {{ dbt.type_string() }}) as source_text,
            cast(cast(target_amount as decimal(38, 2)) as {{ dbt.type_string() }}) as target_text
        from explained
        where
            is_sum
            or (pair_count > 1 and not is_one_to_one)
            or (
                pair_count = 1
                and is_read
                and not is_plainly_equal
                and (equal_because is not null or unknown_because is not null)
            )
    ),

    final as (
        select
            handoff_id,
            pair_group,
            source_record_key,
            target_record_key,
            field,
            kind,
            authority,
            is_routing_input,
            has_source_history,
            has_target_history,
            many_count,
            case when source_read = source_count then source_text end as source_normalised,
            case when target_read = target_count then target_text end as target_normalised,
            case
                when not_judged_because is not null
                then 'not_comparable'
                when equal_because is not null
                then 'equal'
                else 'mismatched'
            end as verdict,
            case
                when not_judged_because is not null
                then not_judged_because
                when equal_because is not null
                then equal_because
                else
                    cast(many_count as {{ dbt.type_string() }})
                    || ' amounts add up to '
                    || case when is_target_one then source_text else target_text end
                    || ', not to '
                    || case when is_target_one then target_text else source_text end
            end as explanation,
            not_judged_because
        from told
    )

select *
from final
