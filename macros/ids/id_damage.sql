{#
    Damage by a spreadsheet that is visible in a single id; null for an undamaged id.
    scientific  1.23E+17        date      2-Jan (was 1-2)       error    #REF!
    decimal     12345.0         rounded   15 digits, then zeros (a suspicion: see int_id_columns)
    formula     =VLOOKUP(A2;…), which no other system has as an id (links are unwrapped at ingest)
    lower_case  a Salesforce id without one capital: the check letters of 18 are never all small
                (of 15 a suspicion)
#}
{% macro id_damage(text) -%}
    {%- set months = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)' -%}
    case
        when {{ matches_pattern(text, '^[0-9]([.,][0-9]+)?[eE][+][0-9]+$') }}
        then 'scientific'
        when {{ matches_pattern(text, '^[0-9]+[.]0+$') }}
        then 'decimal'
        when {{ matches_pattern(text, '^#([A-Z0-9/]+[!?]|#+)$') }}
        then 'error'
        when {{ matches_pattern(text, '^=') }}
        then 'formula'
        when
            {{ matches_pattern(text, '^[0-9]{1,2}-' ~ months ~ '(-[0-9]{2,4})?$') }}
            or {{ matches_pattern(text, '^' ~ months ~ '-[0-9]{2,4}$') }}
        then 'date'
        when length({{ text }}) > 15 and {{ matches_pattern(text, '^[1-9][0-9]{14}0+$') }}
        then 'rounded'
        when
            {{ matches_pattern(text, '^[0-9a-z]{15}([0-9a-z]{3})?$') }}
            and {{ matches_pattern(text, '^(00|a[0-9a-z]{2}0|701|500)') }}
            and {{ matches_pattern(text, '[a-z]') }}
        then 'lower_case'
    end
{%- endmacro %}
