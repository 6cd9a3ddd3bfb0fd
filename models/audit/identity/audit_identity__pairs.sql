{%- set evidence = [
    'confirmed', 'rejected', 'declared_link', 'same_email', 'rare_name', 'common_name', 'short_name', 'initial',
    'double_name', 'similar_name', 'half_name', 'same_mailbox', 'same_phone', 'same_employer',
    'same_place', 'one_suffix', 'other_suffix', 'generations', 'other_given', 'other_family',
    'other_name', 'other_initial', 'other_address', 'other_employer', 'other_place',
    'other_mobile',
] -%}
with
    identities as {{ not_materialized() }} (select * from {{ ref('audit_identity__identities') }}),

    attributes as {{ not_materialized() }} (select * from {{ ref('audit_identity__attributes') }}),

    blocks as {{ not_materialized() }} (
        select * from {{ ref('audit_identity__blocks') }} where identities <= largest_compared
    ),

    records as {{ not_materialized() }} (select * from {{ ref('audit_identity__records') }}),

    decisions as (select * from {{ ref('audit_identity__decisions') }}),

    people as (select * from {{ ref('people') }}),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    twins as (select * from {{ ref('audit_matching__pairs') }} where basis = 'declared_id'),

    same_names as ({{ same_given_names() }}),

    weights as (
        {{- evidence_weights('people', evidence + ['line_sure', 'line_likely', 'line_look']) }}
    ),

    limits as (
        select
            cast({{ audit_limit('name_likeness_percent') }} as decimal(9, 4)) / 100 as name_likeness
    ),

    linked_records as (
        select
            loser_key as near_key,
            final_key as far_key,
            true as is_linked,
            cast(null as boolean) as is_same
        from merges
        where final_key is not null
        union all
        select
            person_key as near_key,
            converted_person_key as far_key,
            true as is_linked,
            cast(null as boolean) as is_same
        from people
        where converted_person_key is not null
        union all
        select
            source_record_key as near_key,
            target_record_key as far_key,
            true as is_linked,
            cast(null as boolean) as is_same
        from twins
        union all
        select left_key as near_key, right_key as far_key, false as is_linked, is_same
        from decisions
    ),

    candidates as (
        select
            left_number,
            right_number,
            bool_or(is_linked) as is_linked,
            bool_or(is_same) as confirmed,
            bool_or(not is_same) as rejected
        from
            (
                select
                    near.identity_number as left_number,
                    far.identity_number as right_number,
                    false as is_linked,
                    cast(null as boolean) as is_same
                from blocks as near
                inner join
                    blocks as far
                    on near.kind_number = far.kind_number
                    and near.first_number = far.first_number
                    and near.second_number = far.second_number
                where near.identity_number < far.identity_number
                union all
                select
                    least(near.identity_number, far.identity_number) as left_number,
                    greatest(near.identity_number, far.identity_number) as right_number,
                    linked_records.is_linked,
                    linked_records.is_same
                from linked_records
                inner join records as near on linked_records.near_key = near.person_key
                inner join records as far on linked_records.far_key = far.person_key
                where near.identity_number <> far.identity_number
            ) as proposed
        group by left_number, right_number
    ),

    kinds as (
        select
            identity_number,
            bool_or(kind = 'employer') as has_employer,
            bool_or(kind = 'city') as has_city,
            bool_or(kind = 'mobile') as has_mobile
        from attributes
        where kind in ('employer', 'city', 'mobile')
        group by identity_number
    ),

    signs as (
        select identity_number, kind, attribute_number, bits
        from attributes
        where attribute_number is not null and kind <> 'mobile'
    ),

    matches as (
        select
            candidates.left_number,
            candidates.right_number,
            max(case when far.kind = 'phone' then near.bits end) as phone_bits,
            max(case when far.kind = 'employer' then near.bits end) as employer_bits,
            max(case when far.kind in ('city', 'postcode') then near.bits end) as place_bits,
            max(case when far.kind = 'mailbox' then near.bits end) as mailbox_bits
        from candidates
        inner join signs as near on candidates.left_number = near.identity_number
        -- A left join, so that the attributes of a pair are compared and not those of all.
        left join
            signs as far
            on candidates.right_number = far.identity_number
            and near.attribute_number = far.attribute_number
        group by candidates.left_number, candidates.right_number
    ),

    related as (
        select
            candidates.left_number,
            candidates.right_number,
            candidates.is_linked,
            coalesce(candidates.confirmed, false) as confirmed,
            coalesce(candidates.rejected, false) as rejected,
            coalesce(
                near.email_normalised = far.email_normalised and not near.is_shared_address, false
            ) as same_email,
            {{ name_relation('near', 'far', 'limits.name_likeness', 'same_names.name') }}
            as relation_of_names,
            -- A name that only the address has says nothing against another name at that address.
            coalesce(
                near.email_normalised = far.email_normalised
                and (near.is_unnamed or far.is_unnamed),
                false
            ) as is_named_by_address,
            near.total_bits,
            least(near.given_bits, far.given_bits) as given_bits,
            least(near.family_bits, far.family_bits) as family_bits,
            greatest(near.given_bits, far.given_bits) as rare_given_bits,
            greatest(near.family_bits, far.family_bits) as rare_family_bits,
            least(near.initial_bits, far.initial_bits) as initial_bits,
            near.family_number = far.family_number as is_same_family,
            matches.phone_bits,
            matches.employer_bits,
            matches.place_bits,
            case
                when near.email_normalised <> far.email_normalised then matches.mailbox_bits
            end as mailbox_bits,
            -- The suffix is written behind the family name: without one, no suffix is missing.
            coalesce(
                near.family_name is not null
                and far.family_name is not null
                and not near.is_unnamed
                and not far.is_unnamed
                and (near.generation is null) <> (far.generation is null),
                false
            ) as one_suffix,
            coalesce(near.generation <> far.generation, false) as other_suffix,
            near.generation is null
            and far.generation is null
            and near.has_generations
            and far.has_generations as generations,
            coalesce(near.middle_initial <> far.middle_initial, false) as other_initial,
            -- g.park@ and gina.park@ with one phone are two addresses of one person.
            case
                when
                    near.is_work_address
                    and far.is_work_address
                    and near.email_normalised <> far.email_normalised
                    and split_part(near.email_normalised, '@', 2)
                    = split_part(far.email_normalised, '@', 2)
                then
                    case
                        when matches.phone_bits is null or near.name_number <> far.name_number
                        then true
                        else
                            -- null means that half a name is missing.
                            coalesce(
                                not (
                                    {{ spells_name("split_part(near.email_normalised, '@', 1)", 'near.given_name', 'near.family_name') }}
                                    and {{ spells_name("split_part(far.email_normalised, '@', 1)", 'far.given_name', 'far.family_name') }}
                                ),
                                false
                            )
                    end
                else false
            end as other_address,
            coalesce(
                matches.employer_bits is null
                and near_kinds.has_employer
                and far_kinds.has_employer,
                false
            ) as other_employer,
            coalesce(
                matches.place_bits is null and near_kinds.has_city and far_kinds.has_city, false
            ) as other_place,
            coalesce(
                matches.phone_bits is null
                and near_kinds.has_mobile
                and far_kinds.has_mobile
                and matches.place_bits is null
                and near_kinds.has_city
                and far_kinds.has_city,
                false
            ) as other_mobile
        from candidates
        cross join limits
        inner join identities as near on candidates.left_number = near.identity_number
        inner join identities as far on candidates.right_number = far.identity_number
        left join kinds as near_kinds on candidates.left_number = near_kinds.identity_number
        left join kinds as far_kinds on candidates.right_number = far_kinds.identity_number
        left join
            matches
            on candidates.left_number = matches.left_number
            and candidates.right_number = matches.right_number
        left join
            same_names on near.given_name = same_names.name and far.given_name = same_names.other
    ),

    related_names as (
        select
            related.*,
            case
                when not (is_named_by_address and relation_of_names like 'other%')
                then relation_of_names
            end as relation
        from related
    ),

    measured as (
        select
            related_names.*,
            case
                relation
                when 'same'
                then given_bits + family_bits
                when 'short_name'
                then given_bits + family_bits
                when 'similar_name'
                then given_bits + family_bits
                when 'double_name'
                then given_bits + family_bits
                when 'initial'
                then initial_bits + family_bits
                when 'half_name'
                then case when is_same_family then family_bits else given_bits end
                when 'other_family'
                then given_bits
                else 0
            end as name_bits
        from related_names
    ),

    shown as (
        select
            measured.*,
            is_linked as declared_link,
            coalesce(relation = 'same' and name_bits >= total_bits, false) as rare_name,
            coalesce(relation = 'same' and name_bits < total_bits, false) as common_name,
            {%- for name in ['short_name', 'initial', 'double_name', 'similar_name', 'half_name', 'other_given', 'other_family', 'other_name'] %}
                coalesce(relation = '{{ name }}', false) as {{ name }},
            {%- endfor %}
            mailbox_bits is not null as same_mailbox,
            phone_bits is not null as same_phone,
            employer_bits is not null as same_employer,
            place_bits is not null as same_place
        from measured
    ),

    weighed as (
        select
            shown.*,
            one_suffix
            or generations
            or other_given
            or other_family
            or other_name
            or other_initial
            or other_address
            or other_employer
            or other_place
            or other_mobile as has_counter_evidence,
            -- Namesakes have one employer and one city, and half a name is that of a family.
            relation is not null
            and not half_name
            and (same_email or declared_link or same_phone or same_mailbox) as has_own_sign,
            {{- evidence_weight(evidence, 'weights') }}
            + case when same_email or declared_link then 0 else - total_bits end
            + greatest(
                name_bits, coalesce(case when relation not like 'other%' then mailbox_bits end, 0)
            )
            + case
                when other_given or other_name
                then 0
                -- A father and a son have one home and often one employer.
                when one_suffix
                then coalesce(phone_bits, 0)
                else
                    greatest(
                        coalesce(phone_bits, 0), coalesce(employer_bits, 0), coalesce(place_bits, 0)
                    )
            end as score,
            weights.*
        from shown
        cross join weights
    ),

    final as (
        select
            left_number,
            right_number,
            is_linked,
            same_email as is_same_email,
            relation,
            name_bits,
            mailbox_bits,
            phone_bits,
            employer_bits,
            place_bits,
            total_bits,
            cast(score as decimal(9, 1)) as score,
            case
                when
                    confirmed
                    or (score >= line_sure_weight and has_own_sign and not has_counter_evidence)
                then 'sure'
                when score >= line_likely_weight
                then 'likely'
                when score >= line_look_weight
                then 'look'
            end as band,
            score >= line_likely_weight as is_duplicate,
            not confirmed and (other_suffix or other_mobile or rejected) as is_veto,
            confirmed or rejected as is_decided,
            {{ evidence_words(evidence) }} as evidence
        from weighed
        where
            score >= line_look_weight
            or is_linked
            or confirmed
            or rejected
            or other_suffix
            or other_mobile
    )

select *
from final
