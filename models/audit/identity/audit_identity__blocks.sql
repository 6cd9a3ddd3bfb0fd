-- Keys under which two identities are compared. A block that is too large is left out: its members
-- meet in the blocks of a finer kind, which the large ones among the names get.
{%- set keys = block_keys() %}
with
    identities as (select * from {{ ref('audit_identity__identities') }}),

    attributes as (select * from {{ ref('audit_identity__attributes') }}),

    limits as (
        select
            {{ audit_limit('duplicate_block') }} as duplicate_block,
            {{ audit_limit('weak_block') }} as weak_block
    ),

    full_names as ({{ full_given_names() }}),

    owned as (
        select
            identities.identity_number,
            identities.given_number,
            identities.family_number,
            identities.name_number,
            attributes.kind,
            attributes.attribute_number
        from attributes
        inner join identities on attributes.identity_number = identities.identity_number
        where attributes.attribute_number is not null
    ),

    common_names as (
        select identities.name_number
        from identities
        cross join limits
        where identities.name_number is not null
        group by identities.name_number, limits.weak_block
        having count(*) > limits.weak_block
    ),

    common as (
        select owned.identity_number, owned.name_number, owned.attribute_number
        from owned
        inner join common_names on owned.name_number = common_names.name_number
    ),

    -- An identity has one address, so the smallest number of its identities names the address.
    shared_addresses as (
        select email_normalised, min(identity_number) as address_number
        from identities
        where email_normalised is not null
        group by email_normalised
        having count(*) > 1
    ),

    addresses as (
        select identities.identity_number, shared_addresses.address_number
        from identities
        inner join
            shared_addresses on identities.email_normalised = shared_addresses.email_normalised
    ),

    short_names as (
        select
            identities.identity_number,
            identities.given_number,
            identities.family_number,
            full_names.root_number
        from identities
        inner join full_names on identities.given_name = full_names.given_name
    ),

    entries as (
        {%- for key in keys %}
            select
                {{ loop.index }} as kind_number,
                {{ key.numbers[0] }} as first_number,
                {{ key.numbers[1] or 'cast(0 as bigint)' }} as second_number,
                identity_number,
                {{ 'given_number' if key.kind == 'short name' else 'identity_number' }} as form
            from {{ key.of }}
            where
                {%- for number in key.numbers %}
                    {% if not loop.first %} and {% endif -%} {{ number }} is not null
                {%- endfor %}
                {%- if key.sign %} and kind = '{{ key.sign }}' {%- endif %}
            {% if not loop.last %}
                union all
            {% endif %}
        {%- endfor %}
    ),

    sized as (
        -- Equal given names meet under their name; the short form is for those that differ.
        select kind_number, first_number, second_number, count(*) as identities
        from entries
        group by kind_number, first_number, second_number
        having min(form) <> max(form)
    ),

    final as (
        select
            entries.kind_number,
            entries.first_number,
            entries.second_number,
            entries.identity_number,
            cast(sized.identities as bigint) as identities,
            cast(
                case
                    sized.kind_number
                    {%- for key in keys if key.limit == 'weak_block' %}
                        when {{ keys.index(key) + 1 }} then limits.weak_block
                    {%- endfor %}
                    else limits.duplicate_block
                end as bigint
            ) as largest_compared
        from entries
        cross join limits
        inner join
            sized
            on entries.kind_number = sized.kind_number
            and entries.first_number = sized.first_number
            and entries.second_number = sized.second_number
    )

select *
from final
