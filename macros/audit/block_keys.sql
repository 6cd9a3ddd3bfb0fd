{#
    The kinds of keys of audit_identity__blocks; the number of a kind is its place in the list. `of` is the relation with the numbers that make the key, `sign` the kind of attribute that it
    needs, `limit` the row of audit_limits with the largest block that is compared, and `text` the key
    in words, for audit_identity__oversized_blocks.
#}
{% macro block_keys() %}
    {%- set usual, weak = 'duplicate_block', 'weak_block' -%}
    {%- set name = "least(given_name, family_name) || ' ' || greatest(given_name, family_name)" -%}
    {%- set keys = [
        {'kind': 'address', 'of': 'addresses', 'numbers': ['address_number'], 'text': 'email_normalised', 'limit': usual},
        {'kind': 'name', 'of': 'identities', 'numbers': ['name_number'], 'text': name, 'limit': weak},
        {
            'kind': 'common name and another sign', 'of': 'common', 'numbers': ['name_number', 'attribute_number'],
            'text': name ~ " || '|' || kind || '|' || attribute", 'limit': usual,
        },
    ] -%}
    {%- for sign, family_limit in [('employer', usual), ('phone', usual), ('city', weak)] -%}
        {%- for half in ['family', 'given'] if half == 'family' or sign != 'city' -%}
            {%- do keys.append({
                'kind': half ~ ' name and ' ~ sign, 'of': 'owned', 'sign': sign,
                'numbers': [half ~ '_number', 'attribute_number'],
                'text': half ~ "_name || '|' || attribute", 'limit': family_limit,
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do keys.append({'kind': 'mailbox', 'of': 'owned', 'sign': 'mailbox', 'numbers': ['attribute_number'], 'text': 'attribute', 'limit': weak}) -%}
    {%- do keys.append({'kind': 'short name', 'of': 'short_names', 'numbers': ['root_number', 'family_number'], 'text': "root || '|' || family_name", 'limit': weak}) -%}
    {{ return(keys) }}
{% endmacro %}

{# Given names of the seed given_names with the full form of each, which has a number. #}
{% macro full_given_names() %}
    select
        {{ one_umlaut('spelling') }} as given_name,
        root,
        cast(dense_rank() over (order by root) as bigint) as root_number
    from
        (
            select given_name as spelling, given_name as root
            from {{ ref('given_names') }}
            union
            select short_name as spelling, given_name as root
            from {{ ref('given_names') }}
        ) as spelled
{% endmacro %}
