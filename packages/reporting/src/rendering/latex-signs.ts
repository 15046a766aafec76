/** "sign command sign command …" */
function pairsOf(table: string): [sign: string, command: string][] {
  const words = table.trim().split(/[ \n]+/);
  return words.flatMap((sign, i): [string, string][] => (i % 2 === 0 ? [[sign, words[i + 1]!]] : []));
}

/** Signs that text commands print in every encoding, OT1 included. At the beginning of a row, `[` and `*` would be options of the row before. */
export const textSigns: ReadonlyMap<string, string> = new Map([
  ...pairsOf(String.raw`
  [ {[}  ] {]}  * {*}  ” ''  ’ '  ʼ '  ‐ -  ‑ -  – --  — ---  ― ---  … \dots{}  • \textbullet{}
  © \textcopyright{}  ® \textregistered{}  ™ \texttrademark{}  § \S{}  ¶ \P{}  £ \pounds{}  ß \ss{}  æ \ae{}
  Æ \AE{}  œ \oe{}  Œ \OE{}  ø \o{}  Ø \O{}  ł \l{}  Ł \L{}  ı \i{}
`),
  ['\u00a0', '~'],
  ['\u202f', '~'],
  ['"', "''"],
  ['`', '\\`{}'],
  ['‘', '`'],
  ['“', '``'],
  ['¡', '!`'],
  ['¿', '?`'],
]);

/** Signs that mathematics prints with the fonts of every LaTeX. */
export const mathSigns: ReadonlyMap<string, string> = new Map(
  pairsOf(String.raw`
  < <  > >  | |  − -  ± \pm  ∓ \mp  × \times  ÷ \div  · \cdot  ∘ \circ  ° ^{\circ}  ′ '  ″ ''  ¬ \neg  ⋅ \cdot
  ∗ \ast  ⊕ \oplus  ⊗ \otimes  ⊙ \odot  ← \leftarrow  ↑ \uparrow  → \to  ↓ \downarrow  ↔ \leftrightarrow
  ↦ \mapsto  ⇐ \Leftarrow  ⇒ \Rightarrow  ⇔ \Leftrightarrow  ≤ \le  ≥ \ge  ≠ \ne  ≈ \approx  ≡ \equiv  ≃ \simeq
  ≅ \cong  ∼ \sim  ≪ \ll  ≫ \gg  ∝ \propto  ∞ \infty  √ \surd  ∑ \sum  ∏ \prod  ∫ \int  ∂ \partial  ∇ \nabla
  ∆ \Delta  ∅ \emptyset  ∈ \in  ∉ \notin  ∋ \ni  ∩ \cap  ∪ \cup  ∖ \setminus  ⊂ \subset  ⊃ \supset  ⊆ \subseteq
  ⊇ \supseteq  ∧ \wedge  ∨ \vee  ∀ \forall  ∃ \exists  ⊥ \perp  ⊤ \top  ‖ \Vert  ∥ \parallel  ∣ \mid  ⟨ \langle
  ⟩ \rangle  ⌊ \lfloor  ⌋ \rfloor  ⌈ \lceil  ⌉ \rceil  ℓ \ell  ℜ \Re  ℑ \Im  † ^{\dagger}  ‡ ^{\ddagger}
  ½ \frac{1}{2}  ¼ \frac{1}{4}  ¾ \frac{3}{4}  ᵀ ^{T}  ᵗ ^{t}  ⁿ ^{n}  ⁻ ^{-}  ⁺ ^{+}  ₋ _{-}  ₊ _{+}  ᵢ _{i}
  ⱼ _{j}  △ \triangle  ◇ \diamond  ★ \star  ♠ \spadesuit  ♣ \clubsuit  ♥ \heartsuit  ♦ \diamondsuit
  ♯ \sharp  ♭ \flat  ♮ \natural  α \alpha  β \beta  γ \gamma  δ \delta  ε \varepsilon  ϵ \epsilon  ζ \zeta
  η \eta  θ \theta  ϑ \vartheta  ι \iota  κ \kappa  λ \lambda  μ \mu  µ \mu  ν \nu  ξ \xi  ο o  π \pi  ϖ \varpi
  ρ \rho  ϱ \varrho  σ \sigma  ς \varsigma  τ \tau  υ \upsilon  φ \varphi  ϕ \phi  χ \chi  ψ \psi  ω \omega
  Γ \Gamma  Δ \Delta  Θ \Theta  Λ \Lambda  Ξ \Xi  Π \Pi  Σ \Sigma  Υ \Upsilon  Φ \Phi  Ψ \Psi  Ω \Omega
  Ω \Omega  Α \mathrm{A}  Β \mathrm{B}  Ε \mathrm{E}  Ζ \mathrm{Z}  Η \mathrm{H}  Ι \mathrm{I}  Κ \mathrm{K}
  Μ \mathrm{M}  Ν \mathrm{N}  Ο \mathrm{O}  Ρ \mathrm{P}  Τ \mathrm{T}  Χ \mathrm{X}
`),
);

/** Accents that OT1, the encoding with the fewest, puts on any letter. */
export const accents: ReadonlyMap<string, string> = new Map([
  ['\u0300', '\\`'],
  ['\u0301', "\\'"],
  ['\u0302', '\\^'],
  ['\u0303', '\\~'],
  ['\u0304', '\\='],
  ['\u0306', '\\u'],
  ['\u0307', '\\.'],
  ['\u0308', '\\"'],
  ['\u030a', '\\r'],
  ['\u030b', '\\H'],
  ['\u030c', '\\v'],
  ['\u0323', '\\d'],
  ['\u0327', '\\c'],
  ['\u0331', '\\b'],
]);
