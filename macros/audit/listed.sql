{#
    The words whose condition is true, as one text: `overlap, clock`; null if none is. `pairs` is a
    list of (condition, word); the words are of the project, never of a user.
#}
{% macro listed(pairs) -%}
    nullif(
        substring(
            {%- for condition, word in pairs %}
                case when {{ condition }} then ', {{ word }}' else '' end
                {%- if not loop.last %} ||{% endif %}
            {%- endfor %},
            3
        ),
        ''
    )
{%- endmacro %}
