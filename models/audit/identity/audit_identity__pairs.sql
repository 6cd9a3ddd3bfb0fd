{%- set evidence = [
    'declared_link', 'same_email', 'same_name', 'same_phone', 'same_domain', 'same_place',
    'one_suffix', 'other_suffix', 'shared_address', 'disputed_link',
] -%}
with
    records as {{ not_materialized() }} (select * from {{ ref('audit_identity__records') }}),

    people as (select * from {{ ref('people') }}),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    twins as (select * from {{ ref('audit_matching__pairs') }} where basis = 'declared_id'),

    same_names as ({{ same_given_names() }}),

    weights as ({{- evidence_weights('people', evidence) }}),

    limits as (
        select
            {{ audit_limit('duplicate_score') }} as duplicate_score,
            {{ audit_limit('duplicate_block') }} as duplicate_block,
            cast({{ audit_limit('name_likeness_percent') }} as decimal(9, 4)) / 100 as name_likeness
    ),

    -- One row per block, identity and record. Records of one identity are not compared with
    -- each other, so a person with records in five systems adds one entry per block, not
    -- five.
    entries as (
        select 'address' as block_kind, email_normalised as block_key, identity_key, person_key
        from records
        where email_normalised is not null and person_key = identity_key
        union all
        select
            'phone' as block_kind,
            name || '|' || phone as block_key,
            identity_key,
            min(person_key) as person_key
        from records
        where name is not null and phone is not null
        group by name, phone, identity_key
        union all
        select
            'domain' as block_kind,
            name || '|' || company_domain as block_key,
            identity_key,
            min(person_key) as person_key
        from records
        where name is not null and company_domain is not null
        group by name, company_domain, identity_key
    ),

    blocks as (
        select block_kind, block_key, min(person_key) as first_key, count(*) as entries
        from entries
        group by block_kind, block_key
        having count(*) > 1
    ),

    block_pairs as (
        select near.person_key as near_key, far.person_key as far_key, false as is_linked
        from blocks
        cross join limits
        inner join
            entries as near
            on blocks.block_kind = near.block_kind
            and blocks.block_key = near.block_key
        inner join
            entries as far on near.block_kind = far.block_kind and near.block_key = far.block_key
        where
            near.person_key < far.person_key
            and (blocks.entries <= limits.duplicate_block or near.person_key = blocks.first_key)
        union all
        -- Repeats of one identity within one object of a system: each is paired with the
        -- first.
        select local_identity_key as near_key, person_key as far_key, false as is_linked
        from records
        where person_key <> local_identity_key
        union all
        select loser_key as near_key, final_key as far_key, true as is_linked
        from merges
        where final_key is not null
        union all
        select person_key as near_key, converted_person_key as far_key, true as is_linked
        from people
        where converted_person_key is not null
        union all
        -- A record with the same identity needs no comparison.
        select
            twins.source_record_key as near_key,
            twins.target_record_key as far_key,
            true as is_linked
        from twins
        inner join records as near on twins.source_record_key = near.person_key
        inner join records as far on twins.target_record_key = far.person_key
        where near.identity_key <> far.identity_key
    ),

    candidates as (
        select
            least(near_key, far_key) as left_key,
            greatest(near_key, far_key) as right_key,
            bool_or(is_linked) as is_linked
        from block_pairs
        where near_key <> far_key
        group by least(near_key, far_key), greatest(near_key, far_key)
    ),

    compared as (
        select
            candidates.left_key,
            candidates.right_key,
            near.system as left_system,
            far.system as right_system,
            near.object as left_object,
            far.object as right_object,
            near.identity_key as left_identity_key,
            far.identity_key as right_identity_key,
            {{ person_evidence('near', 'far', 'candidates.is_linked', 'limits.name_likeness', 'same_names.name') }}
        from candidates
        cross join limits
        inner join records as near on candidates.left_key = near.person_key
        inner join records as far on candidates.right_key = far.person_key
        left join
            same_names on near.first_word = same_names.name and far.first_word = same_names.other
    ),

    weighed as (
        select
            compared.*,
            {{- evidence_weight(evidence, 'weights') }} as weight,
            {{ evidence_words(evidence, 'weights') }} as evidence
        from compared
        cross join weights
    ),

    final as (
        select
            weighed.left_key,
            weighed.right_key,
            weighed.left_system,
            weighed.right_system,
            weighed.left_object,
            weighed.right_object,
            weighed.left_identity_key,
            weighed.right_identity_key,
            weighed.left_system = weighed.right_system
            and weighed.left_object = weighed.right_object as is_within_object,
            weighed.declared_link as is_linked,
            weighed.same_email as is_same_email,
            weighed.same_name as is_same_name,
            weighed.same_phone as is_same_phone,
            weighed.same_domain as is_same_domain,
            weighed.same_place as is_same_place,
            weighed.other_suffix as is_other_generation,
            cast(weighed.weight as bigint) as weight,
            cast(limits.duplicate_score as bigint) as needed_weight,
            weighed.weight >= limits.duplicate_score as is_duplicate,
            weighed.evidence
        from weighed
        cross join limits
    )

select *
from final
