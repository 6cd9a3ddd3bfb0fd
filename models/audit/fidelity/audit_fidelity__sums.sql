-- Fields with `compare: sum`: the amounts of the many records are added up and compared once with
-- the amount of the one record. Credit notes and refunds count as negative, voided invoices not
-- at all.
with
    pairs as (select * from {{ ref('audit_matching__pairs') }} where not is_superseded),

    fields as (select * from {{ ref('audit_fidelity__declared_fields') }} where compare = 'sum'),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    payments as (select * from {{ ref('payments') }}),

    company as (select * from {{ ref('declared_company') }}),

    currency_minor_units as (select * from {{ ref('currency_minor_units') }}),

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

    paired as (
        select
            fields.handoff_id,
            fields.field,
            fields.kind,
            handoffs.cardinality = 'one_to_many' as is_source_one,
            pairs.source_record_key,
            pairs.target_record_key,
            {{ value_at('sources.column_values', 'fields.source_position') }} as source_value,
            {{ value_at('targets.column_values', 'fields.target_position') }} as target_value
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        inner join pairs on fields.handoff_id = pairs.handoff_id
        inner join record_values as sources on pairs.source_record_key = sources.entity_key
        inner join record_values as targets on pairs.target_record_key = targets.entity_key
    ),

    sided as (
        select
            paired.*,
            case when is_source_one then source_record_key else target_record_key end as one_key,
            case when is_source_one then target_record_key else source_record_key end as many_key,
            {{ clean_value('case when is_source_one then source_value else target_value end') }}
            as one_text,
            {{ clean_value('case when is_source_one then target_value else source_value end') }}
            as many_text
        from paired
    ),

    parsed as (
        select
            sided.*,
            case
                when kind = 'money'
                then {{ parse_money('one_text') }}
                else try_cast({{ normalise_number('one_text') }} as decimal(38, 6))
            end as one_amount,
            case
                when kind = 'money'
                then {{ parse_money('many_text') }}
                else try_cast({{ normalise_number('many_text') }} as decimal(38, 6))
            end as many_amount
        from sided
    ),

    grouped as (
        select
            parsed.handoff_id,
            parsed.field,
            parsed.one_key,
            bool_or(parsed.is_source_one) as is_source_one,
            min(parsed.source_record_key) as source_record_key,
            min(parsed.target_record_key) as target_record_key,
            min(parsed.one_amount) as one_amount,
            sum(
                case
                    when many.is_void
                    then 0
                    when many.takes_back
                    then - abs(parsed.many_amount)
                    else parsed.many_amount
                end
            ) as many_amount,
            count(*) as many_count,
            count(parsed.many_amount) as read_count,
            min(coalesce(one.currency, many.currency)) as currency
        from parsed
        left join money_records as one on parsed.one_key = one.entity_key
        left join money_records as many on parsed.many_key = many.entity_key
        group by parsed.handoff_id, parsed.field, parsed.one_key
    ),

    -- Each added amount of money is rounded by at most half of the smallest unit of its currency.
    judged as (
        select
            grouped.*,
            abs(grouped.one_amount - grouped.many_amount) <= case
                when fields.kind <> 'money'
                then 0.0000
                when currency_minor_units.minor_digits = 0
                then 0.5000 * grouped.many_count
                when currency_minor_units.minor_digits = 3
                then 0.0005 * grouped.many_count
                else 0.0050 * grouped.many_count
            end as is_equal,
            case
                when grouped.one_amount is null
                then 'the amount that the sum is compared with cannot be read'
                when grouped.read_count < grouped.many_count
                then 'an amount of the sum cannot be read'
            end as not_judged_because,
            fields.kind,
            fields.authority,
            fields.is_routing_input,
            fields.has_source_history,
            fields.has_target_history
        from grouped
        inner join fields on grouped.handoff_id = fields.handoff_id and grouped.field = fields.field
        cross join company
        left join
            currency_minor_units
            on coalesce(grouped.currency, company.currency) = currency_minor_units.currency
    ),

    worded as (
        select
            judged.*,
            cast(cast(one_amount as decimal(38, 2)) as {{ dbt.type_string() }}) as one_text,
            cast(cast(many_amount as decimal(38, 2)) as {{ dbt.type_string() }}) as many_text
        from judged
    ),

    final as (
        select
            handoff_id,
            source_record_key,
            target_record_key,
            field,
            kind,
            authority,
            is_routing_input,
            has_source_history,
            has_target_history,
            many_count,
            case when is_source_one then one_text else many_text end as source_normalised,
            case when is_source_one then many_text else one_text end as target_normalised,
            case
                when not_judged_because is not null
                then 'not_comparable'
                when is_equal
                then 'equal'
                else 'mismatched'
            end as verdict,
            case
                when not_judged_because is not null
                then not_judged_because
                when is_equal
                then 'the amounts add up'
                else
                    cast(many_count as {{ dbt.type_string() }})
                    || ' amounts add up to '
                    || many_text
                    || ', not to '
                    || one_text
            end as explanation,
            not_judged_because
        from worded
    )

select *
from final
