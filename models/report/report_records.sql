-- The records of every finding with what the report shows and what it must mask. A table, because
-- the people of a handoff are counted from it, too.
with
    details as (select * from {{ ref('violation_details') }}),

    findings as (select * from {{ ref('findings') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    routed_leads as (select * from {{ ref('audit_routing__leads') }}),

    pool_members as (select * from {{ ref('audit_ownership__pool_members') }}),

    teams as (
        select owner_key, min(pool) as team
        from pool_members
        where owner_key is not null
        group by owner_key
    ),

    -- Values of the record at the beginning of an explanation of the routing.
    inputs as (
        select person_key, min(inputs_text) || ': ' as inputs_text
        from routed_leads
        group by person_key
    ),

    joined as (
        select
            findings.finding_id,
            findings.area,
            inputs.inputs_text,
            findings.status,
            details.*,
            teams.team as owner_team,
            replace(
                replace(
                    counterparts.record_url, '{object}', split_part(details.counterpart_key, '/', 2)
                ),
                '{id}',
                substr(
                    details.counterpart_key,
                    length(split_part(details.counterpart_key, '/', 1))
                    + length(split_part(details.counterpart_key, '/', 2))
                    + 3
                )
            ) as counterpart_link
        from details
        inner join
            findings
            on details.check_id = findings.check_id
            and details.handoff_id is not distinct from findings.handoff_id
        left join inputs on details.record_key = inputs.person_key
        left join teams on details.owner_key = teams.owner_key
        left join
            systems as counterparts
            on split_part(details.counterpart_key, '/', 1) = counterparts.system
    ),

    final as (
        select
            finding_id,
            check_id,
            handoff_id,
            record_id,
            evidence_grade,
            status,
            is_waived,
            is_unconfirmed,
            cast(
                row_number() over (
                    partition by check_id, handoff_id
                    order by
                        is_waived,
                        is_unconfirmed,
                        waiting_seconds desc nulls last,
                        happened_at nulls last,
                        record_id,
                        evidence_grade nulls last
                ) as bigint
            ) as place,
            kind,
            person_id,
            record_key,
            id_in_system,
            name,
            email,
            company_name,
            owner_key,
            owner_name,
            owner_team,
            cast(amount as decimal(18, 4)) as amount,
            currency,
            happened_at,
            field,
            field_kind,
            source_value,
            target_value,
            counterpart_key,
            promised_seconds,
            taken_seconds,
            waiting_seconds,
            explanation,
            case
                when area = 'duplicates' or field is not null
                then explanation
                when area = 'routing' and left(explanation, length(inputs_text)) = inputs_text
                then substr(explanation, length(inputs_text) + 1)
            end as explanation_without_values,
            link,
            counterpart_link
        from joined
    )

select *
from final
