{#
    Whether a cleaned source and target value are equal without punctuation and accents (texts,
    picklists, ids, addresses, multi-values) or once a grouped or scientific number is read.
#}
{% macro is_reformatted(row) -%}
    case
        when {{ row }}.kind in ('text', 'picklist', 'id', 'email', 'multi')
        then
            {{ alphanumeric_key(row ~ '.source_text') }} <> ''
            and {{ alphanumeric_key(row ~ '.source_text') }}
            = {{ alphanumeric_key(row ~ '.target_text') }}
        when {{ row }}.kind = 'number'
        then
            coalesce(
                {{ parse_money(row ~ '.source_text', row ~ '.source_decimal_mark') }}
                = {{ parse_money(row ~ '.target_text', row ~ '.target_decimal_mark') }}
                and ({{ row }}.source_text || {{ row }}.target_text) not like '%e%'
                and ({{ row }}.source_text || {{ row }}.target_text) not like '%E%',
                false
            )
        else false
    end
{%- endmacro %}
