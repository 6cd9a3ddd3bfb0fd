{#
    The parts of a multi-value text as a sorted set; the separator is ; or | or, without those, a
    comma.
#}
{% macro sorted_set(text) %} {{ return(adapter.dispatch('sorted_set')(text)) }}{% endmacro %}

{% macro multi_value_parts(text) -%}
    case
        when {{ text }} like '%;%' or {{ text }} like '%|%'
        then translate({{ text }}, '|', ';')
        else translate({{ text }}, ',', ';')
    end
{%- endmacro %}

{% macro default__sorted_set(text) -%}
    array_to_string(
        list_sort(
            list_distinct(
                list_filter(
                    string_split(
                        regexp_replace({{ multi_value_parts(text) }}, ' *; *', ';', 'g'), ';'
                    ),
                    lambda part:part <> ''
                )
            )
        ),
        ';'
    )
{%- endmacro %}

{% macro spark__sorted_set(text) -%}
    array_join(
        array_sort(
            array_distinct(
                filter(
                    split(regexp_replace({{ multi_value_parts(text) }}, ' *; *', ';'), ';'),
                    part -> part <> ''
                )
            )
        ),
        ';'
    )
{%- endmacro %}
