{#
    Business seconds from the start of the calendar to a moment, read from the row of
    audit_clock__calendar_hours with the hour of that moment: the difference of two positions is
    the business time between two moments.
#}
{% macro business_position(hours, moment) -%}
    (
        {{ hours }}.business_seconds_before + least(
            greatest(
                minute({{ moment }}) * 60 + second({{ moment }}) - {{ hours }}.open_from_second, 0
            ),
            {{ hours }}.open_to_second - {{ hours }}.open_from_second
        )
    )
{%- endmacro %}
