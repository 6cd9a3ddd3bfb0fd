{# A date (YYYY-MM-DD) with day and month exchanged, as text; not a date if the day is above 12. #}
{% macro swap_day_month(iso_date) -%}
    substr({{ iso_date }}, 1, 5)
    || substr({{ iso_date }}, 9, 2)
    || '-'
    || substr({{ iso_date }}, 6, 2)
    || substr({{ iso_date }}, 11)
{%- endmacro %}
