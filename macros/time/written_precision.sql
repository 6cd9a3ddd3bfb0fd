{#
    The seconds that a written time leaves open: 60 without seconds, 1 with seconds, 0 with
    fractions of a second; null without a time of day. A spreadsheet cuts what it does not show.
#}
{% macro written_precision(text) -%}
    case
        when {{ matches_pattern(text, '[0-9]:[0-9]{2}:[0-9]{2}[.,][0-9]*[1-9]') }}
        then 0
        when {{ matches_pattern(text, '[0-9]:[0-9]{2}:[0-9]{2}') }}
        then 1
        when {{ matches_pattern(text, '[0-9][ T]+[0-9]{1,2}:[0-9]{2}') }}
        then 60
        when {{ is_epoch(text) }}
        then 1
    end
{%- endmacro %}
