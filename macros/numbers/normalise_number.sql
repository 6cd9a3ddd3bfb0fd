{#
    A number without separators in its shortest spelling (500, 500.0 and 0500 are 500); null for
    anything else. Grouped and scientific spellings return null: other systems fail to parse them.
#}
{% macro normalise_number(text) -%}
    case
        when {{ matches_pattern(text, '^[+-]?[0-9]{1,20}([.][0-9]{1,9})?$') }}
        then
            {{ replace_pattern(
                'cast(try_cast(' ~ text ~ ' as decimal(29, 9)) as ' ~ dbt.type_string() ~ ')',
                '[.]?0+$'
            ) }}
    end
{%- endmacro %}
