{#
    How many records came into the scope of a check since its baseline, by group: the day they came,
    their source, form, owner and country. Only for the checks of seeds/judged_by_group.csv, whose
    rows are records. Reads the violations, because they wait for the checks.
#}
{% set nodes = check_nodes() %}
{% set evidence = evidence_relations() %}

with

    violations as (select * from {{ ref('violations') }}),

    baseline as (select * from {{ ref('baseline') }}),

    watermarks as (select * from {{ ref('accepted_watermarks') }}),

    judged_by_group as (select * from {{ ref('judged_by_group') }}),

    record_contexts as (select * from {{ ref('record_contexts') }}),

    as_of as (select * from {{ ref('as_of') }}),

    accepted as (
        select distinct baseline.check_id
        from baseline
        inner join judged_by_group on baseline.check_id = judged_by_group.check_id
    ),

    -- The latest days are enough: an outage before them was reported when it came.
    came as (
        select record_contexts.*
        from record_contexts
        inner join
            watermarks
            on record_contexts.system = watermarks.system
            and record_contexts.object = watermarks.object
        cross join as_of
        where
            record_contexts.entered_at > watermarks.latest_at
            and record_contexts.entered_at > {{ dbt.dateadd('day', '-35', 'as_of.as_of') }}
    ),

    -- A check names a record by its key, or by the handoff and its key. To look for both is
    -- cheaper than to take millions of ids apart.
    named as (
        select accepted.check_id, came.record_key, came.record_key as record_id
        from came
        cross join accepted
        union all
        select
            baseline.check_id,
            came.record_key,
            baseline.handoff_id || '/' || came.record_key as record_id
        from came
        cross join baseline
        inner join judged_by_group on baseline.check_id = judged_by_group.check_id
        where baseline.handoff_id is not null
    ),

    found as (
        {{ empty_relation({
            'check_id': 'string', 'handoff_id': 'string', 'record_key': 'string',
            'evidence_rows': 'bigint',
        }) }}
        {%- for node in nodes %}
            {%- set stored = evidence.get(node.alias | lower) %}
            {%- if stored is not none %}
                union all
                select
                    {{ text_literal(node.name) }} as check_id,
                    scoped.handoff_id,
                    named.record_key,
                    count(scoped.is_violation) as evidence_rows
                from {{ stored.relation }} as scoped
                inner join
                    -- Without a row here the evidence is not read.
                    (
                        select record_id, record_key
                        from named
                        where check_id = {{ text_literal(node.name) }}
                    ) as named
                    on scoped.record_id = named.record_id
                group by scoped.handoff_id, named.record_key
            {%- endif %}
        {%- endfor %}
    ),

    came_after as (
        select
            found.check_id,
            found.handoff_id,
            came.system,
            came.object,
            found.evidence_rows,
            cast(cast(came.entered_at as date) as {{ dbt.type_string() }}) as day,
            came.source,
            came.form,
            came.owner_key,
            came.country
        from found
        inner join came on found.record_key = came.record_key
    ),

    grouped as (
        {%- for dimension in ['day', 'source', 'form', 'owner', 'country'] %}
            {{ 'union all' if not loop.first }}
            select
                check_id,
                handoff_id,
                system,
                object,
                '{{ dimension }}' as dimension,
                {{ 'owner_key' if dimension == 'owner' else dimension }} as group_value,
                sum(evidence_rows) as evidence_rows
            from came_after
            group by all
        {%- endfor %}
    ),

    final as (
        select
            check_id,
            handoff_id,
            system,
            object,
            dimension,
            group_value,
            cast(evidence_rows as bigint) as entered
        from grouped
        where group_value is not null and evidence_rows > 0
    )

select *
from final
