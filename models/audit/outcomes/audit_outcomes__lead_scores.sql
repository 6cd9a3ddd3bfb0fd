-- The score of each lead in each system that scores: when the lead was captured, when it was handed
-- over to sales, and today. The earlier ones need a history of the score.
with
    leads as (select * from {{ ref('audit_outcomes__leads') }}),

    records as (select * from {{ ref('audit_outcomes__records') }}),

    people as (select * from {{ ref('people') }}),

    score_changes as (select * from {{ ref('score_changes') }}),

    first_owners as (select * from {{ ref('audit_ownership__first_owners') }}),

    histories as (
        select system, object, min(changed_at) as seen_from
        from score_changes
        group by system, object
    ),

    scored_objects as (
        select system, object
        from people
        where score is not null
        union
        select system, object
        from histories
    ),

    -- The first record of the lead in that system tells its score.
    scored as (
        select
            records.person_key,
            records.system,
            records.object,
            records.record_key,
            records.created_at as record_created_at,
            leads.captured_at,
            -- A lead is handed over when it comes into the CRM, else when it gets an owner.
            case
                when leads.is_in_crm and records.system <> leads.system
                then leads.created_at
                when leads.is_in_crm
                then first_owners.first_assigned_at
            end as handed_over_at
        from records
        inner join leads on records.person_key = leads.person_key
        inner join
            scored_objects
            on records.system = scored_objects.system
            and records.object = scored_objects.object
        left join first_owners on leads.person_key = first_owners.person_key
        qualify
            row_number() over (
                partition by records.person_key, records.system
                order by records.place, records.created_at nulls last, records.record_key
            )
            = 1
    ),

    first_changes as (
        select person_key, old_score
        from score_changes
        qualify
            row_number() over (
                partition by person_key order by changed_at nulls first, score_change_key
            )
            = 1
    ),

    {% for moment, at in [('capture', 'captured_at'), ('handoff', 'handed_over_at')] -%}
        at_{{ moment }} as (
            select scored.person_key, scored.system, score_changes.new_score as score
            from scored
            inner join score_changes on scored.record_key = score_changes.person_key
            where score_changes.changed_at <= scored.{{ at }}
            qualify
                row_number() over (
                    partition by scored.person_key, scored.system
                    order by score_changes.changed_at desc, score_changes.score_change_key desc
                )
                = 1
        ),

    {% endfor -%}
    final as (
        select
            scored.person_key,
            scored.system,
            scored.record_key,
            scored.captured_at,
            scored.handed_over_at,
            case when histories.system is null then 'today' else 'history' end as basis,
            -- Before its first change a score was what the change replaced; one that never changed
            -- was always that of today, as far back as the history goes.
            {%- for moment, at in [('capture', 'captured_at'), ('handoff', 'handed_over_at')] %}
                case
                    when scored.{{ at }} is null or histories.system is null
                    then null
                    when at_{{ moment }}.person_key is not null
                    then at_{{ moment }}.score
                    when first_changes.person_key is not null
                    then first_changes.old_score
                    when scored.{{ at }} >= histories.seen_from
                    then people.score
                end as score_at_{{ moment }},
            {%- endfor %}
            people.score as score_today
        from scored
        inner join people on scored.record_key = people.person_key
        left join histories on scored.system = histories.system and scored.object = histories.object
        left join first_changes on scored.record_key = first_changes.person_key
        {%- for moment in ['capture', 'handoff'] %}
            left join
                at_{{ moment }}
                on scored.person_key = at_{{ moment }}.person_key
                and scored.system = at_{{ moment }}.system
        {%- endfor %}
    )

select *
from final
