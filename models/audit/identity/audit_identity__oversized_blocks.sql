with
    blocks as (select * from {{ ref('audit_identity__blocks') }}),

    identities as (select * from {{ ref('audit_identity__identities') }}),

    attributes as (select * from {{ ref('audit_identity__attributes') }}),

    full_names as ({{ full_given_names() }}),

    oversized as (
        select
            kind_number,
            first_number,
            second_number,
            min(identity_number) as identity_number,
            max(identities) as identities,
            max(largest_compared) as largest_compared
        from blocks
        where identities > largest_compared
        group by kind_number, first_number, second_number
    ),

    -- One member has all parts of the key in words.
    described as (
        select
            oversized.kind_number,
            oversized.identities,
            oversized.largest_compared,
            identities.email_normalised,
            identities.given_name,
            identities.family_name,
            full_names.root,
            attributes.kind,
            attributes.attribute
        from oversized
        inner join identities on oversized.identity_number = identities.identity_number
        left join
            attributes
            on attributes.attribute is not null
            and attributes.attribute_number = case
                oversized.kind_number
                {%- for key in block_keys() if 'attribute_number' in key.numbers %}
                    when {{ block_keys().index(key) + 1 }}
                    then
                        {{ 'first_number' if key.numbers[0] == 'attribute_number' else 'second_number' }}
                {%- endfor %}
            end
        left join
            (select distinct root, root_number from full_names) as full_names
            on oversized.first_number = full_names.root_number
    ),

    final as (
        select
            case
                kind_number
                {%- for key in block_keys() %}
                    when {{ loop.index }} then '{{ key.kind }}'
                {%- endfor %}
            end as block_kind,
            case
                kind_number
                {%- for key in block_keys() %}
                    when {{ loop.index }} then {{ key.text }}
                {%- endfor %}
            end as block_key,
            identities,
            largest_compared
        from described
    )

select *
from final
