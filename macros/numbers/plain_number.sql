{#
    A number without separators in its shortest spelling (500, 500.0 and 0500 are 500); null for
    anything else. Grouped and scientific spellings are no plain numbers: what reads them breaks.
#}
{% macro plain_number(text) -%}
    case
        when {{ rx_like(text, '^[+-]?[0-9]{1,20}([.][0-9]{1,9})?$') }}
        then
            {{ rx_replace(
                'cast(try_cast(' ~ text ~ ' as decimal(29, 9)) as ' ~ dbt.type_string() ~ ')',
                '[.]?0+$'
            ) }}
    end
{%- endmacro %}
