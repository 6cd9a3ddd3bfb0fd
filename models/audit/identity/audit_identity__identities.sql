with
    records as (select * from {{ ref('audit_identity__records') }}),

    own as (select * from records where record_number = identity_number),

    totals as (select greatest(count(*), 2) as identities from own),

    initials as (
        select
            substr(own.given_name, 1, 1) as initial,
            {{ rarity_bits('count(*)', 'max(totals.identities)') }} as bits
        from own
        cross join totals
        where own.given_name is not null
        group by substr(own.given_name, 1, 1)
    ),

    -- Given and family names are numbered together, because a name counts in any order.
    counted as (
        select word, count_if(is_given) as given_names, count_if(not is_given) as family_names
        from
            (
                select given_name as word, true as is_given
                from own
                where given_name is not null
                union all
                select family_name as word, false as is_given
                from own
                where family_name is not null
            ) as written
        group by word
    ),

    words as (
        select
            counted.word,
            cast(row_number() over (order by counted.word) as bigint) as word_number,
            {{ rarity_bits('nullif(counted.given_names, 0)', 'totals.identities') }} as given_bits,
            {{ rarity_bits('nullif(counted.family_names, 0)', 'totals.identities') }} as family_bits
        from counted
        cross join totals
    ),

    bounds as (select max(word_number) + 1 as above_words from words),

    worded as (
        select
            own.*,
            given.word_number as given_number,
            family.word_number as family_number,
            -- One number for both words in any order; of half a name, for the word twice.
            least(given.word_number, family.word_number) * bounds.above_words
            + greatest(given.word_number, family.word_number) as pair_number,
            given.given_bits,
            family.family_bits
        from own
        cross join bounds
        left join words as given on own.given_name = given.word
        left join words as family on own.family_name = family.word
    ),

    generations as (
        select pair_number
        from worded
        where generation is not null and pair_number is not null
        group by pair_number
    ),

    final as (
        select
            worded.identity_number,
            worded.email_normalised,
            worded.is_work_address,
            worded.is_shared_address,
            worded.given_name,
            worded.family_name,
            worded.middle_initial,
            worded.other_family_name,
            worded.generation,
            worded.is_unnamed,
            worded.given_number,
            worded.family_number,
            case
                when length(worded.given_name) > 1 and length(worded.family_name) > 1
                then worded.pair_number
            end as name_number,
            -- A name that is missing tells nothing.
            coalesce(worded.given_bits, cast(0 as decimal(9, 1))) as given_bits,
            coalesce(initials.bits, cast(0 as decimal(9, 1))) as initial_bits,
            coalesce(worded.family_bits, cast(0 as decimal(9, 1))) as family_bits,
            {{ rarity_bits('1', 'totals.identities') }} as total_bits,
            generations.pair_number is not null as has_generations
        from worded
        cross join totals
        left join initials on substr(worded.given_name, 1, 1) = initials.initial
        left join generations on worded.pair_number = generations.pair_number
    )

select *
from final
