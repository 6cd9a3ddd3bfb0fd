{#
    Whether a cleaned target value is the beginning of the source value, cut at the declared
    length of the field or long enough (`minimum` characters) to exclude chance; an ellipsis at
    the end is part of the cut.
#}
{% macro is_truncated(row, minimum) -%}
    {%- set kept = replace_pattern('lower(' ~ row ~ '.target_text)', '(…|[.][.][.])$') -%}
    {%- set kept = 'trim(' ~ kept ~ ')' -%}
    case
        when {{ row }}.kind = 'phone'
        then
            length({{ row }}.target_form) >= {{ minimum }}
            and length({{ row }}.target_form) < length({{ row }}.source_form)
            and substr({{ row }}.source_form, 1, length({{ row }}.target_form))
            = {{ row }}.target_form
        when {{ row }}.kind in ('text', 'picklist', 'id', 'email', 'multi')
        then
            length({{ kept }}) < length({{ row }}.source_text)
            and substr(lower({{ row }}.source_text), 1, length({{ kept }})) = {{ kept }}
            and (
                length({{ row }}.target_text) = {{ row }}.max_length
                or length({{ kept }}) >= {{ minimum }}
            )
        else false
    end
{%- endmacro %}
