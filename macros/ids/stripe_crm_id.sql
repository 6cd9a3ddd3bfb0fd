{#
    The CRM id in a Stripe record: a metadata column of the dashboard, or a key of the API's
    metadata.
#}
{% macro stripe_crm_id(alias) -%}
    {%- set keys = ['opportunity_id', 'salesforce_opportunity_id', 'deal_id', 'hubspot_deal_id', 'crm_id', 'account_id'] -%}
    coalesce(
        {%- for key in keys %}{{ alias }}.{{ key }}_metadata, {%- endfor %}
        {%- for key in keys %}
            {{ json_value(alias ~ '.metadata', key) }}{{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
