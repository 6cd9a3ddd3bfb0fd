{#
    The verdict columns of a check: is_violation from a boolean column, and not_judged_because from a
    text column that is null where the row can be judged. See check.sql.
#}
{% macro verdict(is_violation, unless) -%}
    case when {{ unless }} is null then {{ is_violation }} end as is_violation,
    {{ unless }} as not_judged_because
{%- endmacro %}
