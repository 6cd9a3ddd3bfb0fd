{%- set keys = [
    ('address', 'email_normalised', 'identities', 'email_normalised is not null'),
    ('name', 'name', 'identities', 'name is not null'),
    ('common name and another sign', "name || '|' || kind || '|' || attribute", 'common', 'true'),
    ('family name and employer', "family_name || '|' || attribute", 'owned', "kind = 'employer' and family_name is not null"),
    ('given name and employer', "given_name || '|' || attribute", 'owned', "kind = 'employer' and given_name is not null"),
    ('family name and phone', "family_name || '|' || attribute", 'owned', "kind = 'phone' and family_name is not null"),
    ('given name and phone', "given_name || '|' || attribute", 'owned', "kind = 'phone' and given_name is not null"),
    ('family name and city', "family_name || '|' || attribute", 'owned', "kind = 'city' and family_name is not null"),
    ('mailbox', 'attribute', 'owned', "kind = 'mailbox'"),
] -%}
-- Keys under which two identities are compared. A block that is too large is left out: its members
-- meet in the blocks of a finer kind, which the large ones among the names get.
with
    identities as (select * from {{ ref('audit_identity__identities') }}),

    attributes as (select * from {{ ref('audit_identity__attributes') }}),

    given_names as (select * from {{ ref('given_names') }}),

    limits as (
        select
            {{ audit_limit('duplicate_block') }} as duplicate_block,
            {{ audit_limit('weak_block') }} as weak_block
    ),

    full_names as (
        select {{ one_umlaut('given_name') }} as given_name, given_name as root
        from given_names
        union
        select {{ one_umlaut('short_name') }} as given_name, given_name as root
        from given_names
    ),

    owned as (
        select
            identities.identity_key,
            identities.given_name,
            identities.family_name,
            identities.name,
            attributes.kind,
            attributes.attribute,
            attributes.identities
        from attributes
        inner join identities on attributes.identity_key = identities.identity_key
        where attributes.identities > 1
    ),

    common_names as (
        select identities.name
        from identities
        cross join limits
        where identities.name is not null
        group by identities.name, limits.weak_block
        having count(*) > limits.weak_block
    ),

    common as (
        select owned.identity_key, owned.name, owned.kind, owned.attribute
        from owned
        inner join common_names on owned.name = common_names.name
    ),

    entries as (
        {%- for kind, key, source, condition in keys %}
            select
                '{{ kind }}' as block_kind,
                {{ key }} as block_key,
                identity_key,
                identity_key as form
            from {{ source }}
            where {{ condition }}
            union all
        {%- endfor %}
        select
            'short name' as block_kind,
            full_names.root || '|' || identities.family_name as block_key,
            identities.identity_key,
            identities.given_name as form
        from identities
        inner join full_names on identities.given_name = full_names.given_name
        where identities.family_name is not null
    ),

    sized as (
        -- Equal given names meet under their name; the short form is for those that differ.
        select block_kind, block_key, count(*) as identities
        from entries
        group by block_kind, block_key
        having min(form) <> max(form)
    ),

    final as (
        select
            entries.block_kind,
            entries.block_key,
            entries.identity_key,
            cast(sized.identities as bigint) as identities,
            cast(
                case
                    when
                        sized.block_kind
                        in ('name', 'short name', 'mailbox', 'family name and city')
                    then limits.weak_block
                    else limits.duplicate_block
                end as bigint
            ) as largest_compared
        from entries
        cross join limits
        inner join
            sized on entries.block_kind = sized.block_kind and entries.block_key = sized.block_key
    )

select *
from final
