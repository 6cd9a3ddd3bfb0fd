{#
    Sr, Jr, II … at the end of a folded name, else null. Few names have one: the first test avoids
    the pattern for the others.
#}
{% macro generation_suffix(folded) -%}
    case
        when substr({{ folded }}, -1) in ('r', '.', 'i', 'v')
        then
            nullif(regexp_extract({{ folded }}, '[ ,]+(jr|sr|ii|iii|iv|junior|senior)[.]?$', 1), '')
    end
{%- endmacro %}

{% macro without_generation_suffix(folded) -%}
    trim(regexp_replace({{ folded }}, '[ ,]+(jr|sr|ii|iii|iv|junior|senior)[.]?$', ''))
{%- endmacro %}
