{#
    The parts of a list in a cell as a sorted set: a JSON array, `^a^,^b^`, or texts with ; | or,
    where no part has one, commas between them.

    keeps_commas  condition: commas belong to the parts, because other marks separate them in
                  the column.
#}
{% macro sorted_set(text, keeps_commas) %}
    {{ return(adapter.dispatch('sorted_set')(text, keeps_commas)) }}
{% endmacro %}

{# A list with semicolons between its parts. #}
{% macro list_with_semicolons(text, keeps_commas) -%}
    case
        when {{ text }} like '^%^'
        then translate(replace({{ text }}, '^,^', ';'), '^', '')
        when {{ text }} like '%;%' or {{ text }} like '%|%' or {{ keeps_commas }}
        then translate({{ text }}, '|', ';')
        else translate({{ text }}, ',', ';')
    end
{%- endmacro %}

{% macro duckdb__sorted_set(text, keeps_commas) -%}
    array_to_string(
        list_sort(
            list_distinct(
                list_filter(
                    list_transform(
                        case
                            when {{ text }} like '[%]' and json_valid({{ text }})
                            then from_json({{ text }}, '["VARCHAR"]')
                            else string_split({{ list_with_semicolons(text, keeps_commas) }}, ';')
                        end,
                        lambda part:trim(part)
                    ),
                    lambda part:part <> ''
                )
            )
        ),
        ';'
    )
{%- endmacro %}

{% macro spark__sorted_set(text, keeps_commas) -%}
    array_join(
        array_sort(
            array_distinct(
                filter(
                    transform(
                        coalesce(
                            case
                                when {{ text }} like '[%]'
                                then from_json({{ text }}, 'array<string>')
                            end,
                            split({{ list_with_semicolons(text, keeps_commas) }}, ';')
                        ),
                        part -> trim(part)
                    ),
                    part -> part <> ''
                )
            )
        ),
        ';'
    )
{%- endmacro %}
