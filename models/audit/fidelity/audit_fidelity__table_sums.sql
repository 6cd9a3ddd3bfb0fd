-- Two tables whose amounts are added up per key and compared, as `sums` of the stack declares.
-- Credit notes and refunds count as negative; voided invoices and failed payments not at all.
with
    sides as (select * from {{ ref('declared_sum_sides') }}),

    conditions as (select * from {{ ref('declared_sum_conditions') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    file_columns as (select * from {{ ref('file_columns') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    payments as (select * from {{ ref('payments') }}),

    marks as (
        select system, object, column_name, min(read_as) as decimal_mark
        from file_columns
        where kind = 'number' and read_as in ('point', 'comma')
        group by system, object, column_name
        having min(read_as) = max(read_as)
    ),

    money_records as (
        select opportunity_key as record_key, currency, false as takes_back, false as counts_not
        from opportunities
        union all
        select
            invoice_key as record_key,
            currency,
            kind = 'credit_note' as takes_back,
            -- null means no export has the status: the invoice counts.
            coalesce(status in ('void', 'deleted', 'draft'), false) as counts_not
        from invoices
        union all
        select
            payment_key as record_key,
            currency,
            kind = 'refund' as takes_back,
            -- null means no export has the status: the payment counts.
            coalesce(status in ('failed', 'pending'), false) as counts_not
        from payments
    ),

    side_records as (
        select
            sides.sum_id,
            sides.side,
            sides.key_header,
            sides.key_position,
            sides.amount_header,
            sides.amount_position,
            record_values.entity_key as record_key,
            {{ value_at('record_values.column_values', 'sides.key_position') }} as key_text,
            {{ clean_value(value_at('record_values.column_values', 'sides.amount_position')) }}
            as amount_text,
            coalesce(systems.decimal_mark, marks.decimal_mark, 'point') as decimal_mark
        from sides
        inner join
            record_values
            on sides.system = record_values.system
            and sides.object = record_values.object
        left join systems on sides.system = systems.system
        left join
            marks
            on sides.system = marks.system
            and sides.object = marks.object
            and sides.amount_column = marks.column_name
    ),

    tested as (
        select
            conditions.sum_id,
            conditions.side,
            conditions.condition_number,
            conditions.header,
            conditions.value_position,
            conditions.operator,
            record_values.entity_key as record_key,
            {{ condition_outcome(
            value_at('record_values.column_values', 'conditions.value_position'),
            'conditions.operator', 'conditions.value'
        ) }} as outcome
        from conditions
        inner join
            record_values
            on conditions.system = record_values.system
            and conditions.object = record_values.object
    ),

    judged_conditions as (
        select
            sum_id,
            side,
            record_key,
            condition_number,
            min(case when value_position is null then header end) as unexported_header,
            case
                when min(value_position) is null
                then null
                when max(operator) = 'not_in'
                then min(case when outcome = 'met' then 1 else 0 end)
                else max(case when outcome = 'met' then 1 else 0 end)
            end as is_met
        from tested
        group by sum_id, side, record_key, condition_number
    ),

    meant as (
        select
            sum_id,
            side,
            record_key,
            case
                when min(is_met) = 0 then false when count(*) = count(is_met) then true
            end as is_meant,
            min(unexported_header) as unexported_header
        from judged_conditions
        group by sum_id, side, record_key
    ),

    read_records as (
        select
            side_records.sum_id,
            side_records.side,
            side_records.record_key,
            {{ comparable_id(clean_value('side_records.key_text')) }} as sum_key,
            money_records.currency,
            -- null means it is neither deal, invoice nor payment, or a condition reads a column
            -- that is in no
            -- export: it counts.
            coalesce(meant.is_meant, true)
            and not coalesce(money_records.counts_not, false) as counts,
            side_records.amount_text is not null as has_amount,
            case
                when money_records.takes_back
                then
                    - abs(
                        {{ parse_money('side_records.amount_text', 'side_records.decimal_mark') }}
                    )
                else {{ parse_money('side_records.amount_text', 'side_records.decimal_mark') }}
            end as amount,
            case
                when side_records.key_position is null
                then 'no export has the column ' || side_records.key_header
                when side_records.amount_position is null
                then 'no export has the column ' || side_records.amount_header
                when meant.is_meant is null and meant.unexported_header is not null
                then 'no export has the column ' || meant.unexported_header || ' of the condition'
            end as unexported
        from side_records
        left join
            meant
            on side_records.sum_id = meant.sum_id
            and side_records.side = meant.side
            and side_records.record_key = meant.record_key
        left join money_records on side_records.record_key = money_records.record_key
    ),

    -- A column that is in no export concerns all keys of the sum.
    unexported as (
        select sum_id, min(unexported) as unexported
        from read_records
        where unexported is not null
        group by sum_id
    ),

    added_up as (
        select
            sum_id,
            sum_key,
            {%- for side in ['left', 'right'] %}
                count(case when side = '{{ side }}' then 1 end) as {{ side }}_rows,
                count(case when side = '{{ side }}' and counts then 1 end) as {{ side }}_count,
                min(
                    case when side = '{{ side }}' and counts then record_key end
                ) as {{ side }}_record_key,
                -- A blank amount counts as 0.
                sum(
                    case when side = '{{ side }}' and counts then coalesce(amount, 0) else 0 end
                ) as {{ side }}_amount,
                count(
                    case
                        when side = '{{ side }}' and counts and has_amount and amount is null then 1
                    end
                ) as {{ side }}_unread,
            {%- endfor %}
            min(case when counts then currency end) as first_currency,
            max(case when counts then currency end) as last_currency
        from read_records
        where sum_key is not null
        group by sum_id, sum_key
    ),

    -- A key is named after the record of the side that has fewer: its amount is the sum of the
    -- others.
    paired_keys as (
        select sum_id, sum(left_count) < sum(right_count) as has_fewer_left
        from added_up
        where left_count > 0 and right_count > 0
        group by sum_id
    ),

    -- The keys of the left side are judged, and those of the right side that it does not have.
    judged as (
        select
            left_sides.sum_id,
            left_sides.name as sum_name,
            left_sides.owner,
            left_sides.tolerance,
            left_sides.object as left_object,
            right_sides.object as right_object,
            added_up.sum_key,
            case
                -- null means no key has records of both sides.
                when coalesce(paired_keys.has_fewer_left, false)
                then coalesce(added_up.left_record_key, added_up.right_record_key)
                else coalesce(added_up.right_record_key, added_up.left_record_key)
            end as record_key,
            added_up.left_count,
            added_up.right_count,
            cast(added_up.left_amount as decimal(38, 4)) as left_amount,
            cast(added_up.right_amount as decimal(38, 4)) as right_amount,
            case
                when unexported.unexported is not null
                then unexported.unexported
                when added_up.left_rows = 0
                then 'no ' || left_sides.object || ' has this key'
                when added_up.left_unread + added_up.right_unread > 0
                then 'an amount cannot be read'
                when added_up.first_currency <> added_up.last_currency
                then 'the amounts have several currencies'
            end as not_judged_because
        from sides as left_sides
        inner join
            sides as right_sides
            on left_sides.sum_id = right_sides.sum_id
            and right_sides.side = 'right'
        inner join added_up on left_sides.sum_id = added_up.sum_id
        left join paired_keys on left_sides.sum_id = paired_keys.sum_id
        left join unexported on left_sides.sum_id = unexported.sum_id
        where
            left_sides.side = 'left'
            and (added_up.left_count > 0 or (added_up.left_rows = 0 and added_up.right_count > 0))
    ),

    final as (
        select
            sum_id,
            sum_name,
            owner,
            sum_key,
            record_key,
            left_count,
            right_count,
            left_amount,
            right_amount,
            case
                when not_judged_because is null then abs(left_amount - right_amount) > tolerance
            end as is_different,
            case
                when not_judged_because is null and abs(left_amount - right_amount) > tolerance
                then
                    left_object
                    || ': '
                    || cast(left_amount as {{ dbt.type_string() }})
                    || ', '
                    || right_object
                    || ': '
                    || cast(right_amount as {{ dbt.type_string() }})
            end as explanation,
            not_judged_because
        from judged
    )

select *
from final
