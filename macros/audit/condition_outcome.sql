{#
    Whether a value meets one declared condition: 'met', 'failed' or 'blank' (no value). Texts
    compare without case; numbers as numbers when the declared value is one. `wanted` is one
    allowed value: `in` needs one 'met', `not_in` fails with one 'failed'.

    mark  decimal mark of the column of the value, where it is known: a SQL expression.
#}
{% macro condition_outcome(value, operator, wanted, mark="'point'") -%}
    {%- set text = 'lower(trim(' ~ value ~ '))' -%}
    {%- set bound = 'lower(trim(' ~ wanted ~ '))' -%}
    {%- set is_number = matches_pattern(bound, '^-?[0-9]{1,14}([.][0-9]{1,4})?$') -%}
    {%- set is_same -%}
        ({{ is_same_value(value, wanted) }}
        or ({{ is_number }} and {{ condition_number(text, mark) }} = try_cast({{ bound }} as decimal(18, 4))))
    {%- endset -%}
    case
        when {{ operator }} = 'is_blank'
        then case when coalesce(trim({{ value }}), '') = '' then 'met' else 'failed' end
        when {{ operator }} = 'is_present'
        then case when coalesce(trim({{ value }}), '') = '' then 'failed' else 'met' end
        when coalesce(trim({{ value }}), '') = ''
        then 'blank'
        when {{ operator }} = 'in'
        then case when {{ is_same }} then 'met' else 'failed' end
        when {{ operator }} = 'not_in'
        then case when {{ is_same }} then 'failed' else 'met' end
        when {{ operator }} = 'starts_with'
        then
            case
                when left({{ text }}, length({{ bound }})) = {{ bound }} then 'met' else 'failed'
            end
        {%- for name, sign in [('gte', '>='), ('gt', '>'), ('lte', '<='), ('lt', '<')] %}
            when {{ operator }} = '{{ name }}' and {{ is_number }}
            then
                case
                    when
                        {{ condition_number(text, mark) }}
                        {{ sign }} try_cast({{ bound }} as decimal(18, 4))
                    then 'met'
                    else 'failed'
                end
            when {{ operator }} = '{{ name }}'
            then case when {{ text }} {{ sign }} {{ bound }} then 'met' else 'failed' end
        {%- endfor %}
        else 'failed'
    end
{%- endmacro %}
