-- The record that a violation is about, and the person behind it.
with
    violations as (select * from {{ ref('violations') }}),

    checks as (select * from {{ ref('checks') }}),

    rules as (select * from {{ ref('audit_fidelity__rules') }}),

    verdicts as (select * from {{ ref('audit_fidelity__verdicts') }}),

    records as (select * from {{ ref('record_people') }}),

    fields as (
        select handoff_id, field, min(kind) as field_kind from verdicts group by handoff_id, field
    ),

    -- The id of a violation may begin with its handoff, or with the rule that is broken.
    stripped as (
        select
            violations.*,
            checks.area,
            case
                when
                    violations.handoff_id
                    = left(violations.record_id, length(violations.handoff_id))
                    and substr(violations.record_id, length(violations.handoff_id) + 1, 1) = '/'
                then substr(violations.record_id, length(violations.handoff_id) + 2)
                when rules.rule_id is not null
                then substr(violations.record_id, length(rules.rule_id) + 2)
                else violations.record_id
            end as subject
        from violations
        inner join checks on violations.check_id = checks.check_id
        left join
            (select distinct rule_id from rules) as rules
            on checks.area = 'fidelity'
            and split_part(violations.record_id, '/', 1) = rules.rule_id
    ),

    -- It may end with a field or with a second record: the first candidate that is a record counts.
    candidates as (
        select
            stripped.*,
            1 as preference,
            subject as record_key,
            cast(null as {{ dbt.type_string() }}) as field
        from stripped
        union all
        select
            stripped.*,
            2 as preference,
            left(
                subject, length(subject) - length({{ last_segment('subject') }}) - 1
            ) as record_key,
            {{ last_segment('subject') }} as field
        from stripped
        where length(subject) > length({{ last_segment('subject') }})
        union all
        select
            stripped.*,
            3 as preference,
            split_part(subject, '/', 1)
            || '/'
            || split_part(subject, '/', 2)
            || '/'
            || split_part(subject, '/', 3) as record_key,
            cast(null as {{ dbt.type_string() }}) as field
        from stripped
    ),

    found as (
        select candidates.*, records.record_key as found_key, records.kind, records.person_id
        from candidates
        left join records on candidates.record_key = records.record_key
        qualify
            row_number() over (
                partition by
                    candidates.check_id,
                    candidates.handoff_id,
                    candidates.record_id,
                    candidates.evidence_grade
                order by
                    case when records.record_key is null then 1 else 0 end, candidates.preference
            )
            = 1
    ),

    final as (
        select
            found.check_id,
            found.handoff_id,
            found.record_id,
            found.evidence_grade,
            found.is_waived,
            found.is_unconfirmed,
            found.area,
            found.found_key as record_key,
            found.kind,
            found.person_id,
            case when found.found_key is not null then found.field end as field,
            case when found.found_key is not null then fields.field_kind end as field_kind
        from found
        left join fields on found.handoff_id = fields.handoff_id and found.field = fields.field
    )

select *
from final
