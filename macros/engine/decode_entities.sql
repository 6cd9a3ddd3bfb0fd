{#
    A text with its HTML character references (&amp; &#38; &#x26;) as characters. Unknown names
    and numbers that are no character stay as they are.

    names  map of every known name to its characters, see entity_names.
#}
{% macro decode_entities(text, names) %}
    {{ return(adapter.dispatch('decode_entities')(text, names)) }}
{% endmacro %}

{# The query for `names`, one row, over seeds/vocabulary/html_entities.csv. #}
{% macro entity_names(entities) -%}
    select
        {{ map_agg(
            'name',
            character_of('first_code') ~ " || coalesce(" ~ character_of('second_code') ~ ", '')"
        ) }} as names
    from {{ entities }}
{%- endmacro %}

{# The character with a Unicode number; null for a number without one. #}
{% macro character_of(code) %} {{ return(adapter.dispatch('character_of')(code)) }}{% endmacro %}

{% macro duckdb__character_of(code) -%}
    case
        when {{ code }} between 1 and 55295 or {{ code }} between 57344 and 1114111
        then chr(cast({{ code }} as integer))
    end
{%- endmacro %}

{% macro spark__character_of(code) -%}
    case
        when {{ code }} between 1 and 55295 or {{ code }} between 57344 and 65535
        then decode(unhex(lpad(hex({{ code }}), 4, '0')), 'UTF-16BE')
    end
{%- endmacro %}

{% macro duckdb__decode_entities(text, names) -%}
    {%- set name = "split_part(part, ';', 1)" -%}
    {%- set hex = "try_cast('0x' || substr(" ~ name ~ ", 3) as bigint)" -%}
    {%- set decimal = 'try_cast(substr(' ~ name ~ ', 2) as bigint)' -%}
    {%- set code = "case when lower(" ~ name ~ ") like '#x%' then " ~ hex ~ " else " ~ decimal ~ " end" -%}
    split_part({{ text }}, '&', 1) || array_to_string(
        list_transform(
            string_split({{ text }}, '&')[2:],
            lambda part:coalesce(
                case
                    when part not like '%;%'
                    then null
                    when part like '#%'
                    then
                        coalesce(
                            {{ map_value(names, "'#' || cast(" ~ code ~ " as varchar)") }},
                            {{ character_of('(' ~ code ~ ')') }}
                        )
                    else {{ map_value(names, name) }}
                end
                || substr(part, length({{ name }}) + 2),
                '&' || part
            )
        ),
        ''
    )
{%- endmacro %}

{% macro spark__decode_entities(text, names) -%}
    {%- set name = "substring_index(part, ';', 1)" -%}
    {%- set code -%}
        case
            when lower({{ name }}) like '#x%'
            then cast(conv(substr({{ name }}, 3), 16, 10) as bigint)
            else try_cast(substr({{ name }}, 2) as bigint)
        end
    {%- endset -%}
    concat(
        substring_index({{ text }}, '&', 1),
        array_join(
            transform(
                slice(split({{ text }}, '&'), 2, size(split({{ text }}, '&'))),
                part -> coalesce(
                    case
                        when part not like '%;%'
                        then null
                        when part like '#%'
                        then
                            coalesce(
                                {{ map_value(names, "concat('#', " ~ code ~ ")") }},
                                {{ character_of('(' ~ code ~ ')') }}
                            )
                        else {{ map_value(names, name) }}
                    end
                    || substr(part, length({{ name }}) + 2),
                    concat('&', part)
                )
            ),
            ''
        )
    )
{%- endmacro %}
