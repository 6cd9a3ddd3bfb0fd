{#
    The rows of `texts` with the form of each consent (consent_form) and why it was not read
    (unread_because).

    texts  a relation with text (cleaned, null if empty), and header, means and blank_means of
           declared_consent_columns. One row per text keeps the long word lists out of larger queries.
#}
{% macro consent_readings(texts) -%}
    {%- set reading = {'means': 'means', 'blank_means': 'blank_means'} -%}
    select
        formed.*,
        {{ unread_because("'consent'", 'text', 'form', reading, 'header') }} as unread_because
    from
        (
            select {{ texts }}.*, {{ consent_form('text', reading) }} as form from {{ texts }}
        ) as formed
{%- endmacro %}
