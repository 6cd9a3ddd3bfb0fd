-- Items about some of the declared fields: what the checks of values found on them. A word is a
-- part
-- of the field's name, the kind of its values, or a function of the system that sends it.
with
    words as (select * from {{ ref('checklist_words') }} where place <> 'routing'),

    fields as (select * from {{ ref('audit_fidelity__fields') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    functions as (select * from {{ ref('declared_system_functions') }}),

    results as (select * from {{ ref('handoff_results') }}),

    violations as (select * from {{ ref('violations') }}),

    items as (select item_id, min(subject) as subject from words group by item_id),

    named as (
        select distinct
            words.item_id,
            nullif(words.check_id, '') as check_id,
            fields.handoff_id,
            fields.field,
            fields.pairs,
            fields.not_comparable
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        left join functions on handoffs.from_system = functions.system
        inner join
            words
            on case
                words.place
                when 'fields'
                then position('_' || words.word || '_' in '_' || fields.field || '_') > 0
                when 'kinds'
                then words.word = fields.kind
                when 'functions'
                then words.word = functions.function
            end
    ),

    -- A handoff without a verdict on its values tonight has none on one field, either.
    measured as (
        select named.*
        from named
        inner join
            results on named.handoff_id = results.handoff_id and results.check_id = 'values_agree'
        where results.status in ('pass', 'fail', 'waived', 'unconfirmed')
    ),

    measured_fields as (
        select distinct item_id, handoff_id, field, pairs, not_comparable from measured
    ),

    counted as (
        select
            item_id,
            cast(sum(pairs) as bigint) as candidates,
            cast(sum(pairs - not_comparable) as bigint) as scope,
            cast(sum(not_comparable) as bigint) as not_judged
        from measured_fields
        group by item_id
    ),

    -- Several checks may find one value: it counts once, with the gravest of its verdicts.
    faults as (
        select
            measured.item_id,
            violations.record_id,
            bool_or(not violations.is_waived and not violations.is_unconfirmed) as is_fault,
            bool_or(violations.is_unconfirmed) as is_unconfirmed
        from measured
        inner join
            violations
            on measured.handoff_id = violations.handoff_id
            and coalesce(measured.check_id, violations.check_id) = violations.check_id
        inner join
            results
            on violations.check_id = results.check_id
            and violations.handoff_id = results.handoff_id
        where
            results.status in ('fail', 'waived', 'unconfirmed')
            and substr(violations.record_id, length(violations.record_id) - length(measured.field))
            = '/' || measured.field
        group by measured.item_id, violations.record_id
    ),

    found as (
        select
            item_id,
            cast(count_if(is_fault) as bigint) as violations,
            cast(count_if(not is_fault and is_unconfirmed) as bigint) as unconfirmed,
            cast(count_if(not is_fault and not is_unconfirmed) as bigint) as waived
        from faults
        group by item_id
    ),

    declared as (
        select
            item_id,
            {{ string_agg_sorted("distinct handoff_id || '.' || field", "', '") }} as fields
        from named
        group by item_id
    ),

    final as (
        select
            items.item_id,
            items.subject,
            declared.fields,
            case
                when coalesce(counted.scope, 0) = 0
                then 'not_computable'
                when found.violations > 0
                then 'fail'
                when
                    100 * counted.not_judged
                    > {{ audit_limit('not_judged_percent') }} * counted.candidates
                then 'not_computable'
                when found.unconfirmed > 0
                then 'unconfirmed'
                when found.waived > 0
                then 'waived'
                else 'pass'
            end as status,
            coalesce(counted.scope, 0) as scope,
            coalesce(found.violations, 0) as violations,
            case
                when declared.fields is null
                then
                    'stack/ declares no field of a handoff about '
                    || items.subject
                    || ' (seeds/checklist_words.csv)'
                when coalesce(counted.scope, 0) = 0
                then 'no values of ' || declared.fields || ' could be compared'
                when
                    coalesce(found.violations, 0) = 0
                    and 100 * counted.not_judged
                    > {{ audit_limit('not_judged_percent') }} * counted.candidates
                then
                    counted.not_judged
                    || ' of '
                    || counted.candidates
                    || ' values could not be compared'
            end as missing
        from items
        left join declared on items.item_id = declared.item_id
        left join counted on items.item_id = counted.item_id
        left join found on items.item_id = found.item_id
    )

select *
from final
