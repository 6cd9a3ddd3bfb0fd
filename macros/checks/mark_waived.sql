{#
    Returns every row of `found` (check_id, handoff_id, record_id …) with is_waived. `waivers` are
    the waivers in force: one without a handoff covers every handoff, one without a record covers
    every record. No other place compares waivers with violations, so they apply to all checks.
#}
{% macro mark_waived(found, waivers) %}
    {%- set shapes = [
        ('every_record', "''", "''"),
        ('of_handoff', found ~ '.handoff_id', "''"),
        ('of_record', "''", found ~ '.record_id'),
        ('of_both', found ~ '.handoff_id', found ~ '.record_id'),
    ] -%}
    select
        {{ found }}.*,
        coalesce(
            {%- for name, _, _ in shapes %}
                {{ name }}.check_id{{ ',' if not loop.last }}
            {%- endfor %}
        )
        is not null as is_waived
    from {{ found }}
    {%- for name, handoff, record in shapes %}
        left join
            (
                select distinct
                    check_id,
                    coalesce(handoff_id, '') as handoff_key,
                    coalesce(record_id, '') as record_key
                from {{ waivers }}
            ) as {{ name }}
            on {{ found }}.check_id = {{ name }}.check_id
            and {{ handoff }} = {{ name }}.handoff_key
            and {{ record }} = {{ name }}.record_key
    {%- endfor %}
{% endmacro %}
