{#
    Whether a consent value refuses e-mail. A word of its own sense (Unsubscribed, Opted in; see
    seeds/vocabulary/consent_words.csv) needs no column; yes and no are read by what the column
    asks. Other texts, and yes or no in a column of unknown sense, return null.

    means  opt_out, opt_in or null: a SQL expression.
#}
{% macro to_opted_out(text, means="'opt_out'") -%}
    {%- set word = 'lower(trim(' ~ text ~ '))' -%}
    case
        when {{ word }} in ({{ sql_words('consent_words', true) }})
        then true
        when {{ word }} in ({{ sql_words('consent_words', false) }})
        then false
        else {{ to_boolean(text) }} = ({{ means }} = 'opt_out')
    end
{%- endmacro %}
