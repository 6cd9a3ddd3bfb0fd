-- Rules inside one table: whether each record meets what `rules` of the stack declares.
with
    rules as (select * from {{ ref('declared_rules') }}),

    terms as (select * from {{ ref('declared_rule_terms') }}),

    conditions as (select * from {{ ref('declared_rule_conditions') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    file_columns as (select * from {{ ref('file_columns') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    -- How the numbers and times of a column are written, if all of its files agree.
    readings as (
        select
            system,
            object,
            column_name,
            case when min(read_as) = max(read_as) then min(read_as) end as read_as
        from file_columns
        where read_as in ('point', 'comma', 'dmy', 'mdy')
        group by system, object, column_name
    ),

    tested as (
        select
            conditions.rule_id,
            conditions.part,
            conditions.condition_number,
            conditions.header,
            conditions.value_position,
            conditions.operator,
            conditions.value as wanted,
            record_values.entity_key as record_key,
            coalesce(systems.decimal_mark, 'point') as decimal_mark,
            {{ value_at('record_values.column_values', 'conditions.value_position') }} as held
        from conditions
        inner join
            record_values
            on conditions.system = record_values.system
            and conditions.object = record_values.object
        left join systems on conditions.system = systems.system
    ),

    outcomes as (
        select
            tested.*,
            {{ condition_outcome('held', 'operator', 'wanted', 'decimal_mark') }} as outcome,
            operator in ('gte', 'gt', 'lte', 'lt')
            and try_cast(wanted as decimal(18, 4)) is not null
            and {{ condition_number('lower(trim(held))', 'decimal_mark') }} is null as is_no_number
        from tested
    ),

    -- One value of a list is enough. A blank value is in no list and neither more nor less
    -- than a number; which records a rule is about, a blank value never says.
    judged_conditions as (
        select
            rule_id,
            part,
            record_key,
            condition_number,
            min(header) as header,
            case
                when min(value_position) is null
                then null
                when part = 'when' and max(operator) = 'not_in'
                then min(case when outcome = 'met' then 1 else 0 end)
                when part = 'when'
                then max(case when outcome = 'met' then 1 else 0 end)
                when
                    max(operator) in ('gte', 'gt', 'lte', 'lt')
                    and bool_or(is_no_number or outcome = 'blank')
                then null
                when max(operator) = 'not_in'
                then min(case when outcome = 'failed' then 0 else 1 end)
                else max(case when outcome = 'met' then 1 else 0 end)
            end as is_met,
            case
                when min(value_position) is null
                then 'no export has the column ' || min(header)
                when bool_or(outcome = 'blank')
                then min(header) || ' is empty'
                else min(header) || ' is no number: ' || min(held)
            end as unknown_because
        from outcomes
        group by rule_id, part, record_key, condition_number
    ),

    parts as (
        select
            rule_id,
            part,
            record_key,
            case
                when min(is_met) = 0 then false when count(*) = count(is_met) then true
            end as is_met,
            min(case when is_met = 0 then header end) as failed_header,
            min(case when is_met is null then unknown_because end) as unknown_because
        from judged_conditions
        group by rule_id, part, record_key
    ),

    conditional as (select distinct rule_id from conditions where part = 'when'),

    in_scope as (
        select
            rules.rule_id,
            rules.name as rule_name,
            rules.owner,
            rules.system,
            rules.object,
            rules.kind,
            rules.operator,
            rules.tolerance,
            record_values.entity_key as record_key,
            record_values.column_values,
            conditional.rule_id is null or parts.is_met as is_meant,
            parts.unknown_because
        from rules
        inner join
            record_values
            on rules.system = record_values.system
            and rules.object = record_values.object
        left join conditional on rules.rule_id = conditional.rule_id
        left join
            parts
            on rules.rule_id = parts.rule_id
            and record_values.entity_key = parts.record_key
            and parts.part = 'when'
        -- null means a condition reads a column that is in no export.
        where conditional.rule_id is null or coalesce(parts.is_met, true)
    ),

    -- The fields that `compare` and `sum` read, each as the number and the time it can be.
    term_texts as (
        select
            in_scope.rule_id,
            in_scope.record_key,
            terms.role,
            terms.header,
            terms.value_position,
            {{ clean_value(value_at('in_scope.column_values', 'terms.value_position')) }} as text,
            coalesce(
                systems.decimal_mark,
                case when readings.read_as in ('point', 'comma') then readings.read_as end,
                'point'
            ) as decimal_mark,
            coalesce(systems.time_zone, 'UTC') as time_zone,
            coalesce(
                systems.date_order,
                case when readings.read_as in ('dmy', 'mdy') then readings.read_as end
            ) as date_order
        from in_scope
        inner join terms on in_scope.rule_id = terms.rule_id
        left join systems on terms.system = systems.system
        left join
            readings
            on terms.system = readings.system
            and terms.object = readings.object
            and terms.column_name = readings.column_name
    ),

    read_terms as (
        select
            term_texts.*,
            {{ condition_number('text', 'decimal_mark') }} as amount,
            {{ utc_ts('text', 'time_zone', 'date_order') }} as moment,
            {{ written_day('text', 'time_zone', 'date_order') }} as day,
            {{ written_precision('text') }} as precision_seconds
        from term_texts
    ),

    pairs as (
        select
            rule_id,
            record_key,
            min(case when value_position is null then header end) as missing_header,
            min(case when role = 'left' then header end) as left_header,
            min(case when role = 'right' then header end) as right_header,
            min(case when role = 'left' then text end) as left_text,
            min(case when role = 'right' then text end) as right_text,
            min(case when role = 'left' then amount end) as left_amount,
            min(case when role = 'right' then amount end) as right_amount,
            min(case when role = 'left' then moment end) as left_moment,
            min(case when role = 'right' then moment end) as right_moment,
            min(case when role = 'left' then day end) as left_day,
            min(case when role = 'right' then day end) as right_day,
            count(*) = count(precision_seconds) as are_moments,
            max(precision_seconds) as precision_seconds
        from read_terms
        where role in ('left', 'right')
        group by rule_id, record_key
    ),

    -- A day and a moment of that day, or a minute and a second of it, cannot be ordered.
    ordered_pairs as (
        select
            pairs.*,
            case
                when left_amount is not null and right_amount is not null
                then sign(left_amount - right_amount)
                when left_amount is not null or right_amount is not null
                then null
                when are_moments and precision_seconds = 60
                then
                    sign(
                        {{ epoch_microseconds("date_trunc('minute', left_moment)") }}
                        - {{ epoch_microseconds("date_trunc('minute', right_moment)") }}
                    )
                when are_moments and precision_seconds = 1
                then
                    sign(
                        {{ epoch_microseconds("date_trunc('second', left_moment)") }}
                        - {{ epoch_microseconds("date_trunc('second', right_moment)") }}
                    )
                when are_moments
                then
                    sign(
                        {{ epoch_microseconds('left_moment') }}
                        - {{ epoch_microseconds('right_moment') }}
                    )
                when left_day > right_day
                then 1
                when left_day < right_day
                then -1
                when left_day = right_day
                then 0
            end as comparison,
            left_amount is null
            and left_text is distinct from right_text
            and (not are_moments or precision_seconds = 60) as is_coarse
        from pairs
    ),

    totals as (
        select
            rule_id,
            record_key,
            min(case when value_position is null then header end) as missing_header,
            min(
                case when text is not null and amount is null then header || ': ' || text end
            ) as unread,
            count(case when role = 'plus' then text end) as filled,
            min(case when role = 'equals' then header end) as total_header,
            min(case when role = 'equals' then text end) as total_text,
            min(case when role = 'equals' then amount end) as total,
            -- A blank amount counts as 0.
            sum(
                case
                    role
                    when 'plus'
                    then coalesce(amount, 0)
                    when 'minus'
                    then - coalesce(amount, 0)
                    else 0
                end
            ) as added_up
        from read_terms
        where role in ('plus', 'minus', 'equals')
        group by rule_id, record_key
    ),

    judged as (
        select
            in_scope.rule_id,
            in_scope.rule_name,
            in_scope.owner,
            in_scope.system,
            in_scope.object,
            in_scope.record_key,
            in_scope.kind,
            case
                in_scope.kind
                when 'then'
                then not outcomes_of_then.is_met
                when 'compare'
                then
                    case
                        in_scope.operator
                        when 'eq'
                        then ordered_pairs.comparison <> 0
                        when 'lt'
                        then ordered_pairs.comparison >= 0
                        when 'lte'
                        then ordered_pairs.comparison > 0
                        when 'gt'
                        then ordered_pairs.comparison <= 0
                        when 'gte'
                        then ordered_pairs.comparison < 0
                    end
                when 'sum'
                then abs(totals.added_up - totals.total) > in_scope.tolerance
            end as is_broken,
            case
                when in_scope.is_meant is null
                then in_scope.unknown_because
                when in_scope.kind = 'then' and outcomes_of_then.is_met is null
                then outcomes_of_then.unknown_because
                when coalesce(ordered_pairs.missing_header, totals.missing_header) is not null
                then
                    'no export has the column '
                    || coalesce(ordered_pairs.missing_header, totals.missing_header)
                when in_scope.kind = 'compare' and ordered_pairs.comparison is null
                then
                    ordered_pairs.left_header
                    || ' and '
                    || ordered_pairs.right_header
                    || ' are not two times, two dates or two numbers'
                when
                    in_scope.kind = 'compare'
                    and ordered_pairs.comparison = 0
                    and ordered_pairs.is_coarse
                    and in_scope.operator in ('lt', 'gt')
                then 'one of the two times is too coarse to say which is earlier'
                when totals.unread is not null
                then 'no number in ' || totals.unread
                when in_scope.kind = 'sum' and totals.total is null
                then totals.total_header || ' is empty'
                when in_scope.kind = 'sum' and totals.filled = 0
                then 'the amounts to add up are empty'
            end as not_judged_because,
            case
                in_scope.kind
                when 'then'
                then outcomes_of_then.failed_header || ' is not what the rule demands'
                when 'compare'
                then
                    ordered_pairs.left_header
                    || ' '
                    || ordered_pairs.left_text
                    || ' against '
                    || ordered_pairs.right_header
                    || ' '
                    || ordered_pairs.right_text
                when 'sum'
                then
                    'the amounts add up to '
                    || cast(cast(totals.added_up as decimal(18, 4)) as {{ dbt.type_string() }})
                    || ', not to '
                    || totals.total_text
            end as explanation
        from in_scope
        left join
            parts as outcomes_of_then
            on in_scope.rule_id = outcomes_of_then.rule_id
            and in_scope.record_key = outcomes_of_then.record_key
            and outcomes_of_then.part = 'then'
        left join
            ordered_pairs
            on in_scope.rule_id = ordered_pairs.rule_id
            and in_scope.record_key = ordered_pairs.record_key
        left join
            totals on in_scope.rule_id = totals.rule_id and in_scope.record_key = totals.record_key
        -- Two values of which one is empty are not compared, nor a sum of nothing.
        where
            in_scope.kind = 'then'
            or coalesce(ordered_pairs.missing_header, totals.missing_header) is not null
            or (ordered_pairs.left_text is not null and ordered_pairs.right_text is not null)
            or totals.filled > 0
            or totals.total <> 0
    ),

    final as (
        select
            rule_id,
            rule_name,
            owner,
            system,
            object,
            record_key,
            kind,
            case when not_judged_because is null then is_broken end as is_broken,
            case when not_judged_because is null and is_broken then explanation end as explanation,
            not_judged_because
        from judged
    )

select *
from final
