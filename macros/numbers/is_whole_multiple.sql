{# Whether an amount consists of several equal parts, up to one smallest unit (0.01) per part. #}
{% macro is_whole_multiple(amount, part) -%}
    (
        {{ part }} > 0
        and {{ amount }} > 0
        and abs({{ amount }} - {{ part }} * round({{ amount }} / nullif({{ part }}, 0)))
        <= 0.01 * round({{ amount }} / nullif({{ part }}, 0))
    )
{%- endmacro %}
