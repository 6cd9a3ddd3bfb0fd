{#
    A consent as `opted out`, `not opted out` or `no consent`, the same for every wording and for
    columns that ask for a refusal or for an agreement; null if it cannot be read.

    reading  see reading_of.
#}
{% macro consent_form(text, reading) -%}
    case
        when {{ text }} is null
        then replace({{ reading.blank_means }}, '_', ' ')
        else
            case
                {{ to_opted_out(text, reading.means) }}
                when true
                then 'opted out'
                when false
                then 'not opted out'
            end
    end
{%- endmacro %}

{#
    Why a consent or a boolean was not read, with the header and the word; null if it was read.
#}
{% macro unread_because(kind, text, form, reading, header) -%}
    {%- set column = "''' in ''' || " ~ header -%}
    {%- set unknown = "'the word ''' || left(" ~ text ~ ", 40) || " ~ column ~ " || ''' is not known'" -%}
    case
        when {{ kind }} = 'boolean'
        then case when {{ form }} not in ('true', 'false') then {{ unknown }} end
        when {{ kind }} <> 'consent' or {{ form }} is not null
        then null
        when {{ text }} is null
        then
            'what no value in '''
            || {{ header }}
            || ''' says is not declared'
        when {{ reading.means }} is null and {{ to_boolean(text) }} is not null
        then
            'whether '''
            || left({{ text }}, 40)
            || {{ column }}
            || ''' agrees or refuses is not declared'
        else {{ unknown }}
    end
{%- endmacro %}
