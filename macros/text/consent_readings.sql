{#
    The rows of `texts` with the form of each consent (consent_form) and why it was not read
    (unread_because).

    texts  a relation with text (cleaned, null if empty), and the columns of declared_consent_columns.
           One row per text keeps the long word lists out of larger queries.
#}
{% macro consent_readings(texts) -%}
    {%- set reading = {'means': 'means', 'blank_means': 'blank_means'} -%}
    select
        formed.*,
        {{ unread_because("'consent'", 'text', 'form', reading, 'header') }} as unread_because
    from
        (
            select
                {{ texts }}.*,
                {{ consent_form(
                'coalesce(vendor_words.consent_word, ' ~ texts ~ '.text)', reading
            ) }} as form
            from {{ texts }}
            left join
                {{ ref('declared_consent_words') }} as vendor_words
                on {{ texts }}.system = vendor_words.system
                and {{ texts }}.object = vendor_words.object
                and {{ texts }}.column_name = vendor_words.column_name
                and lower({{ texts }}.text) = vendor_words.value_text
        ) as formed
{%- endmacro %}
