{#
    Returns every row of `found` (check_id, handoff_id, record_id …) with is_unconfirmed: whether the
    violation rests on a declaration that nobody has confirmed. That is the handoff, or the system or
    table of one of its ends; without a handoff, the system or table of the record, whose key starts
    with both. A key that names no system rests on any of them.
#}
{% macro mark_unconfirmed(found, unconfirmed, handoffs, systems) %}
    select
        {{ found }}.*,
        case
            when named.handoff_id is not null
            then named.is_unconfirmed
            when owners.system is not null
            then parts.system is not null
            else coalesce(anything.declarations > 0, false)
        end as is_unconfirmed
    from {{ found }}
    left join
        (
            select
                handoffs.handoff_id, bool_or(unconfirmed.declared_in is not null) as is_unconfirmed
            from {{ handoffs }} as handoffs
            left join
                {{ unconfirmed }} as unconfirmed
                on handoffs.handoff_id = unconfirmed.handoff_id
                or (
                    handoffs.from_system = unconfirmed.system
                    and coalesce(unconfirmed.object, handoffs.from_object) = handoffs.from_object
                )
                or (
                    handoffs.to_system = unconfirmed.system
                    and coalesce(unconfirmed.object, handoffs.to_object) = handoffs.to_object
                )
            group by handoffs.handoff_id
        ) as named
        on {{ found }}.handoff_id = named.handoff_id
    left join {{ systems }} as owners on split_part({{ found }}.record_id, '/', 1) = owners.system
    left join
        (
            select distinct systems.system, unconfirmed.object
            from {{ systems }} as systems
            inner join {{ unconfirmed }} as unconfirmed on systems.system = unconfirmed.system
        ) as parts
        on owners.system = parts.system
        and coalesce(parts.object, split_part({{ found }}.record_id, '/', 2))
        = split_part({{ found }}.record_id, '/', 2)
    cross join (select count(*) as declarations from {{ unconfirmed }}) as anything
    qualify
        row_number() over (
            partition by
                {{ found }}.check_id,
                {{ found }}.handoff_id,
                {{ found }}.record_id,
                {{ found }}.evidence_grade
            order by parts.object nulls first
        )
        = 1
{% endmacro %}
