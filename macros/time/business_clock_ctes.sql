{#
    CTEs that convert the times of one hop into business seconds: `<hop>_hours`, the hours of the
    hop's calendar, and `<hop>_now`, the position of as_of in it. Each time then needs one
    equi-join on its hour.
#}
{% macro business_clock_ctes(hop) -%}
    {{ hop }}_hours as (
        select
            calendar_hours.hour_at,
            calendar_hours.open_from_second,
            calendar_hours.open_to_second,
            calendar_hours.business_seconds_before
        from calendar_hours
        inner join sla_targets on calendar_hours.calendar = sla_targets.calendar
        where sla_targets.hop = '{{ hop }}'
    ),

    {{ hop }}_now as (
        select max({{ business_position(hop ~ '_hours', 'as_of.as_of') }}) as position
        from as_of
        left join {{ hop }}_hours on date_trunc('hour', as_of.as_of) = {{ hop }}_hours.hour_at
    )
{%- endmacro %}
