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
        when {{ operator }} in ('in', 'not_in')
        then
            -- null means that one of the two is no number: they are not the same.
            case
                when coalesce({{ is_same }}, false) = ({{ operator }} = 'in')
                then 'met'
                else 'failed'
            end
        when {{ operator }} = 'starts_with'
        then
            case
                when left({{ text }}, length({{ bound }})) = {{ bound }} then 'met' else 'failed'
            end
        when {{ operator }} in ('gte', 'gt', 'lte', 'lt')
        then
            case
                case
                    when {{ is_number }}
                    then
                        sign(
                            {{ condition_number(text, mark) }}
                            - try_cast({{ bound }} as decimal(18, 4))
                        )
                    when {{ text }} = {{ bound }}
                    then 0
                    when {{ text }} > {{ bound }}
                    then 1
                    when {{ text }} < {{ bound }}
                    then -1
                end
                when 1
                then case when {{ operator }} in ('gte', 'gt') then 'met' else 'failed' end
                when 0
                then case when {{ operator }} in ('gte', 'lte') then 'met' else 'failed' end
                when -1
                then case when {{ operator }} in ('lte', 'lt') then 'met' else 'failed' end
                else 'failed'
            end
        else 'failed'
    end
{%- endmacro %}
