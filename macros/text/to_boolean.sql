{#
    Text to a boolean by the words of seeds/vocabulary/boolean_words.csv (1/0, Yes/No, WAHR/FALSCH,
    oui/non …) in any case; other texts return null.
#}
{% macro to_boolean(text) -%}
    {%- set word = 'lower(trim(' ~ text ~ '))' -%}
    case
        {{ word }}
        when 'true'
        then true
        when 'false'
        then false
        else
            case
                when {{ word }} in ({{ sql_words('boolean_words', true) }})
                then true
                when {{ word }} in ({{ sql_words('boolean_words', false) }})
                then false
            end
    end
{%- endmacro %}

{% macro sql_words(seed, meaning) -%} {{ quoted_words(seed_words(seed, meaning)) }} {%- endmacro %}

{# Words as SQL texts with commas between them. #}
{% macro quoted_words(words) -%}
    {%- for word in words -%}
        {{ dbt.string_literal(word) }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
