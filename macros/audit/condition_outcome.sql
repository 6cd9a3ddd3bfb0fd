{#
    Whether a value meets one declared condition: 'met', 'failed' or 'blank' (no value). Texts
    compare without case; numbers as numbers when the declared value is one. `wanted` is one
    allowed value: `in` needs one 'met', `not_in` fails with one 'failed'.
#}
{% macro condition_outcome(value, operator, wanted) -%}
    {%- set number = '^-?[0-9]{1,14}([.][0-9]{1,4})?$' -%}
    {%- set text = 'lower(trim(' ~ value ~ '))' -%}
    {%- set mark = 'lower(trim(' ~ wanted ~ '))' -%}
    case
        when {{ operator }} = 'is_blank'
        then case when coalesce(trim({{ value }}), '') = '' then 'met' else 'failed' end
        when {{ operator }} = 'is_present'
        then case when coalesce(trim({{ value }}), '') = '' then 'failed' else 'met' end
        when coalesce(trim({{ value }}), '') = ''
        then 'blank'
        when {{ operator }} = 'in'
        then case when {{ is_same_value(value, wanted) }} then 'met' else 'failed' end
        when {{ operator }} = 'not_in'
        then case when {{ is_same_value(value, wanted) }} then 'failed' else 'met' end
        when {{ operator }} = 'starts_with'
        then
            case when left({{ text }}, length({{ mark }})) = {{ mark }} then 'met' else 'failed' end
        when {{ matches_pattern(mark, number) }} and not {{ matches_pattern(text, number) }}
        then 'failed'
        {%- for name, sign in [('gte', '>='), ('gt', '>'), ('lte', '<='), ('lt', '<')] %}
            when {{ operator }} = '{{ name }}'
            then
                case
                    when {{ matches_pattern(mark, number) }}
                    then
                        case
                            when
                                try_cast({{ text }} as decimal(18, 4))
                                {{ sign }} try_cast({{ mark }} as decimal(18, 4))
                            then 'met'
                            else 'failed'
                        end
                    when {{ text }} {{ sign }} {{ mark }}
                    then 'met'
                    else 'failed'
                end
        {%- endfor %}
        else 'failed'
    end
{%- endmacro %}
